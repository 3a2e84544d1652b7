"""A dataset in an object store: an S3 server of our own (moto) on this machine."""

import functools

import pytest

from pipeline import storage
from pipeline.launcher import parse_beam_options
from pipeline.manifest import read_manifests

boto3 = pytest.importorskip("boto3", reason="needs newsbeam[aws]")
moto = pytest.importorskip("moto.server", reason="needs moto[server], of newsbeam[dev]")

BUCKET = "news"


@pytest.fixture
def store(monkeypatch):
    """A client of an empty bucket; Beam finds the server by the same variables.

    Beam makes a client for every operation. Here they share one session, which takes most of the time of making them.
    """
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    settings = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(boto3.session, "Session", functools.cache(boto3.session.Session))
    client = boto3.session.Session().client("s3")
    client.create_bucket(Bucket=BUCKET)
    parse_beam_options(())
    yield client
    for key in objects(client, ""):
        client.delete_object(Bucket=BUCKET, Key=key)
    client.close()
    server.stop()


def objects(client, prefix):
    """Return the content of the objects below a prefix by their key."""
    listed = client.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", ())
    return {
        item["Key"].removeprefix(prefix): client.get_object(Bucket=BUCKET, Key=item["Key"])["Body"].read()
        for item in listed
    }


def data(client, prefix):
    return {key: content for key, content in objects(client, prefix).items() if key.endswith(".parquet")}


@pytest.mark.filterwarnings("ignore")
def test_the_bytes_of_a_local_dataset_and_a_run_that_replaces_itself(tmp_path, store, news, run_pipeline, tree):
    store.upload_file(str(news), BUCKET, "in/day/news.jsonl")
    there = run_pipeline("s3://news/out", "s3://news/in")
    here = run_pipeline(tmp_path / "out", "s3://news/in/*/*.jsonl")
    assert there.accounting == here.accounting
    assert data(store, "out/") == tree(tmp_path / "out")
    before = objects(store, "out/")
    assert sorted(key for key in before if not key.endswith(".parquet")) == [
        "_SUCCESS",
        f"_runs/{there.manifest.run_id}.json",
    ]
    run_pipeline("s3://news/out", "s3://news/in")
    assert data(store, "out/") == tree(tmp_path / "out")
    assert objects(store, "out/").keys() == before.keys()


@pytest.mark.filterwarnings("ignore")
def test_a_commit_that_dies_half_way_is_finished_by_the_next_run(tmp_path, store, news, run_pipeline, monkeypatch):
    """Readers who follow the manifests see the old rows until then."""
    store.upload_file(str(news), BUCKET, "in/news.jsonl")
    run_pipeline("s3://news/out", "s3://news/in/news.jsonl", run_id="daily")
    old = data(store, "out/")
    news.write_text('{"text": "Pirates attacked Sailors at sea on a quiet day.", "date": "2020-03-01"}\n')
    store.upload_file(str(news), BUCKET, "in/news.jsonl")
    moved = []
    move = storage.move

    def dies(source, target):
        if moved:
            raise KeyboardInterrupt
        moved.append(target)
        move(source, target)

    monkeypatch.setattr(storage, "move", dies)
    with pytest.raises(KeyboardInterrupt):
        run_pipeline("s3://news/out", "s3://news/in/news.jsonl", run_id="daily")
    monkeypatch.setattr(storage, "move", move)
    [manifest] = read_manifests("s3://news/out")
    assert {file.path for file in manifest.files} == old.keys()
    assert old.items() <= data(store, "out/").items()
    done = run_pipeline("s3://news/out", "s3://news/in/news.jsonl", run_id="daily")
    assert data(store, "out/").keys() == {file.path for file in done.manifest.files}
    assert not [key for key in objects(store, "out/") if key.startswith("_staging")]
