"""A dataset in an object store: an S3 server (moto) or a Cloud Storage server (gcp-storage-emulator) of our own."""

import json
import logging
import threading
from collections import Counter

import pytest

from pipeline import storage
from pipeline.dataset import blocks
from pipeline.dataset.manifest import read_manifests
from pipeline.dataset.validate import validate
from pipeline.errors import RunError
from pipeline.runners.launcher import parse_beam_options

LOG = logging.getLogger(__name__)
BUCKET = "news"
FLUSH = 1 << 17


class Locked:
    """A session that several threads may ask for clients."""

    LOCK = threading.Lock()

    def __init__(self, session):
        self._session = session

    def client(self, *args, **options):
        with self.LOCK:
            return self._session.client(*args, **options)


class S3:
    """A bucket of a moto server; Beam finds the server by the same variables.

    Beam makes a client for every operation. Here they share one session, which takes most of the time of making them.
    """

    def __init__(self, monkeypatch):
        boto3 = pytest.importorskip("boto3", reason="needs newsbeam[aws]")
        moto = pytest.importorskip("moto.server", reason="needs moto[server], of newsbeam[dev]")
        self._server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self._server.start()
        host, port = self._server.get_host_and_port()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, "test")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        self.requests = Counter()
        session = boto3.session.Session()
        session.events.register("before-call.s3", lambda model, **_: self.requests.update([model.name]))
        monkeypatch.setattr(boto3.session, "Session", lambda *_, **__: Locked(session))
        self._client = boto3.session.Session().client("s3")
        self._client.create_bucket(Bucket=BUCKET)
        self.uri = f"s3://{BUCKET}"

    def put(self, path, key):
        self._client.upload_file(str(path), BUCKET, key)

    def objects(self, prefix):
        """Return the content of the objects below a prefix by the rest of their key."""
        listed = self._client.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", ())
        return {
            item["Key"].removeprefix(prefix): self._client.get_object(Bucket=BUCKET, Key=item["Key"])["Body"].read()
            for item in listed
        }

    def close(self):
        for key in self.objects(""):
            self._client.delete_object(Bucket=BUCKET, Key=key)
        self._client.close()
        self._server.stop()


class CloudStorage:
    """A bucket of a gcp-storage-emulator."""

    def __init__(self, monkeypatch):
        storage_api = pytest.importorskip("google.cloud.storage", reason="needs newsbeam[gcp]")
        emulator = pytest.importorskip("gcp_storage_emulator.server", reason="needs gcp-storage-emulator")
        self._server = emulator.create_server("127.0.0.1", 0, in_memory=True, default_bucket=BUCKET)
        self._server.start()
        port = self._server._api._httpd.socket.getsockname()[1]
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", f"http://127.0.0.1:{port}")
        monkeypatch.setenv("NO_GCE_CHECK", "true")
        self._client = storage_api.Client.create_anonymous_client()
        self.uri = f"gs://{BUCKET}"

    def put(self, path, key):
        self._client.bucket(BUCKET).blob(key).upload_from_filename(str(path))

    def objects(self, prefix):
        found = self._client.list_blobs(BUCKET, prefix=prefix)
        return {blob.name.removeprefix(prefix): blob.download_as_bytes() for blob in found}

    def close(self):
        self._server.stop()


@pytest.fixture(params=[S3, CloudStorage])
def store(request, monkeypatch):
    """An empty bucket; the test skips where its server is not to be had."""
    made = request.param(monkeypatch)
    parse_beam_options(())
    yield made
    made.close()


def data(store, prefix):
    return {key: content for key, content in store.objects(prefix).items() if key.endswith(".parquet")}


@pytest.mark.filterwarnings("ignore")
def test_the_bytes_of_a_local_dataset_and_a_run_that_replaces_itself(tmp_path, store, news, run_pipeline, tree):
    store.put(news, "in/day/news.jsonl")
    there = run_pipeline(f"{store.uri}/out", f"{store.uri}/in")
    here = run_pipeline(tmp_path / "out", f"{store.uri}/in/*/*.jsonl")
    assert there.accounting == here.accounting
    assert data(store, "out/") == tree(tmp_path / "out")
    assert list(validate(f"{store.uri}/out")) == []
    before = store.objects("out/")
    assert sorted(key for key in before if not key.endswith(".parquet")) == [
        "README.md",
        "_SUCCESS",
        f"_runs/{there.manifest.run_id}.json",
        "codebook.csv",
        "croissant.json",
        "views.sql",
    ]
    run_pipeline(f"{store.uri}/out", f"{store.uri}/in")
    assert data(store, "out/") == tree(tmp_path / "out")
    assert store.objects("out/").keys() == before.keys()


@pytest.mark.filterwarnings("ignore")
def test_a_commit_that_dies_half_way_is_finished_by_the_next_run(tmp_path, store, news, run_pipeline, monkeypatch):
    """Readers who follow the manifests see the old rows until then."""
    store.put(news, "in/news.jsonl")
    run_pipeline(f"{store.uri}/out", f"{store.uri}/in/news.jsonl", run_id="daily")
    old = data(store, "out/")
    news.write_text('{"text": "Pirates attacked Sailors at sea on a quiet day.", "date": "2020-03-01"}\n')
    store.put(news, "in/news.jsonl")
    moved = []
    move = storage.move

    def dies(source, target):
        if moved:
            raise KeyboardInterrupt
        moved.append(target)
        move(source, target)

    monkeypatch.setattr(storage, "move", dies)
    with pytest.raises(RunError, match="the next newsbeam command that writes"):
        run_pipeline(f"{store.uri}/out", f"{store.uri}/in/news.jsonl", run_id="daily")
    monkeypatch.setattr(storage, "move", move)
    [manifest] = read_manifests(f"{store.uri}/out")
    assert {file.path for file in manifest.files} == old.keys()
    assert old.items() <= data(store, "out/").items()
    done = run_pipeline(f"{store.uri}/out", f"{store.uri}/in/news.jsonl", run_id="daily")
    assert data(store, "out/").keys() == {file.path for file in done.manifest.files}
    assert not [key for key in store.objects("out/") if key.startswith("_staging")]


@pytest.fixture
def s3(monkeypatch):
    """An empty bucket that counts requests."""
    made = S3(monkeypatch)
    parse_beam_options(())
    yield made
    made.close()


def requests_of(s3, run_pipeline, path, name, rows):
    """Return what a run of so many articles, half of them copies of the others, asks of the store."""
    lines = [
        json.dumps(
            {
                "date": f"2020-03-{1 + number % 2:02d}",
                "text": f"Number {number // 2}: Rebels{number // 2} attacked Soldiers{number // 2} by the river. "
                + " ".join(f"word{number // 2}x{place}" for place in range(30)),
            }
        )
        for number in range(rows)
    ]
    path.write_text("\n".join(lines))
    s3.put(path, f"{name}/in/news.jsonl")
    s3.requests.clear()
    outcome = run_pipeline(f"{s3.uri}/{name}/out", f"{s3.uri}/{name}/in/news.jsonl")
    assert outcome.accounting.articles_written == rows
    assert outcome.accounting.duplicates == {"exact": rows // 2}
    return Counter(s3.requests)


@pytest.mark.filterwarnings("ignore")
def test_requests_grow_with_flushes_and_not_with_rows(tmp_path, s3, run_pipeline, monkeypatch, caplog):
    caplog.set_level("INFO")
    few = requests_of(s3, run_pipeline, tmp_path / "news.jsonl", "few", 400)
    many = requests_of(s3, run_pipeline, tmp_path / "news.jsonl", "many", 1600)
    monkeypatch.setattr(blocks, "FLUSH_BYTES", FLUSH)
    flushed = requests_of(s3, run_pipeline, tmp_path / "news.jsonl", "flushed", 400)
    LOG.info("400 articles: %s; 1600: %s; 400 in several flushes: %s", few, many, flushed)
    assert many <= few
    written = flushed["UploadPart"] - many["UploadPart"]
    assert written > 40, "each flush writes some files"
    assert flushed["GetObject"] - many["GetObject"] <= 5 * written
    assert flushed["ListObjectsV2"] == many["ListObjectsV2"]
