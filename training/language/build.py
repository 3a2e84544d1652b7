"""Rebuilds the language model: ``python -m training.language.build --data DIR --output DIR``.

One process, one thread, seeded. A checkpoint is written beside the output at every evaluation; ``--resume`` goes on
from it. At the ``--silver`` steps the averaged model parses the news corpus, and sentences whose Penn tags it gets
right join the training data, so that the parser sees news and its vocabulary. With ``--restart`` the learning rate
rises once more at that step and falls to nothing until the end.
"""

from __future__ import annotations

import argparse
import json
import logging
import pickle
import random
import time
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import load_config
from thinc.api import Adam, Config, fix_random_seed, set_current_ops

from training.language.augment import augment, lower_case
from training.language.data import Sample, read_conllu, read_gmb, read_iob2, read_wikigold
from training.language.evaluate import names_score, syntax_score
from training.language.silver import annotated
from training.language.swap import Pools, pools, swap
from transforms.parse.language.model import NewsEnglish, fast_ops

log = logging.getLogger("training")

SEED = 20
BATCH_WORDS = 1100
EVALUATE_EVERY = 500
SECOND_TOP = 0.6
"""Highest learning rate after the restart, as a share of the first."""


def example(nlp: Language, sample: Sample) -> Example:
    """Return spaCy's pair of an empty and an annotated document."""
    doc = Doc(nlp.vocab, words=list(sample.words), spaces=list(sample.spaces))
    gold: dict[str, object] = {"sent_starts": [1] + [-1] * (len(sample.words) - 1)}
    if sample.tags:
        gold["tags"] = list(sample.tags)
    if sample.heads:
        gold |= {"heads": list(sample.heads), "deps": list(sample.deps or ())}
    if sample.names:
        gold["entities"] = list(sample.names)
    return Example.from_dict(doc, gold)


def batches(
    parts: list[tuple[float, list[Sample]]], names: Pools, random_: random.Random, swapped: float
) -> Iterator[list[Sample]]:
    """Yield batches for ever: each part is reshuffled when used up and drawn from by its share of words."""
    queues: list[list[Sample]] = [[] for _ in parts]
    while True:
        batch: list[Sample] = []
        for (share, samples), queue in zip(parts, queues, strict=True):
            words = 0.0
            while words < BATCH_WORDS * share:
                if not queue:
                    queue.extend(random_.sample(samples, len(samples)))
                sample = queue.pop()
                words += len(sample.words)
                batch.append(augment(swap(sample, names, random_, share=swapped), random_))
        yield batch


def rate(step: int, steps: int, top: float, restart: int) -> float:
    """Return the learning rate: warm-up, constant, decay up to ``restart``, then a second, lower rise and fall."""
    if step < 200:
        return top * (step + 1) / 200
    if step >= restart:
        rise = top * SECOND_TOP * (step - restart + 1) / 200
        return min(rise, top * SECOND_TOP * max((steps - step) / (steps - restart), 0.02))
    turn = 0.4 * restart
    return top if step < turn else max(top * 0.05, top * (restart - step) / (restart - turn))


def save_checkpoint(nlp: Language, optimizer: Adam, path: Path, step: int, silver: list[Sample]) -> None:
    """Write weights and optimizer state; thinc keys them by node number, which differs between processes."""
    order = {node.id: n for n, node in enumerate(_nodes(nlp))}
    state = {
        "step": step,
        "silver": silver,
        "weights": nlp.to_bytes(),
        "slots": {
            name: {(order[k[0]], k[1]): v for k, v in getattr(optimizer, name).items() if k[0] in order}
            for name in ("mom1", "mom2", "averages", "nr_update", "last_seen")
        },
    }
    path.with_suffix(".part").write_bytes(pickle.dumps(state))
    path.with_suffix(".part").replace(path)


def _nodes(nlp: Language) -> list:  # type: ignore[type-arg]
    return [node for _, pipe in nlp.pipeline for node in pipe.model.walk()]


def restore_checkpoint(nlp: Language, optimizer: Adam, path: Path) -> tuple[int, list[Sample]]:
    """Read what ``save_checkpoint`` wrote; return the step and the silver samples."""
    state = pickle.loads(path.read_bytes())
    nlp.from_bytes(state["weights"])
    ids = [node.id for node in _nodes(nlp)]
    for name, slots in state["slots"].items():
        getattr(optimizer, name).update({(ids[k[0]], k[1]): v for k, v in slots.items()})
    return state["step"], state["silver"]


def main() -> None:
    """Parse arguments, train, write the averaged model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--config", type=Path, default=Path(__file__).parent / "config.cfg")
    parser.add_argument("--steps", type=int, default=11800)
    parser.add_argument("--restart", type=int, default=8000, help="step at which the learning rate rises once more")
    parser.add_argument("--swap", type=float, default=0.35, help="share of the sentences whose names are swapped")
    parser.add_argument(
        "--silver", type=int, nargs="*", default=[3000, 8000], help="steps at which the news corpus is (re)parsed"
    )
    parser.add_argument("--dropout", type=float, default=0.2)
    parser.add_argument("--rate", type=float, default=0.0015)
    parser.add_argument("--resume", action="store_true")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    set_current_ops(fast_ops())
    fix_random_seed(SEED)
    train(args)


def train(args: argparse.Namespace) -> None:
    """Run the whole training."""
    data: Path = args.data
    ewt, gum = read_conllu(data / "ewt-train.conllu.gz"), read_conllu(data / "gum-train.conllu.gz", names=True)
    ewt_dev, gum_dev = read_conllu(data / "ewt-dev.conllu.gz"), read_conllu(data / "gum-dev.conllu.gz", names=True)
    gmb, gmb_dev = read_gmb(data / "gmb-train.tsv.gz"), [s for s, _ in read_gmb(data / "gmb-dev.tsv.gz")]
    held_out = {s.words for s in gmb_dev} | {s.words for s, _ in read_gmb(data / "gmb-test.tsv.gz")}
    gmb = [pair for pair in gmb if pair[0].words not in held_out]
    other = read_iob2(data / "uner-ewt-dev.iob2.gz", ewt_dev) + read_wikigold(data / "wikigold.jsonl.gz")
    news = [s for s, _ in gmb]

    config: Config = load_config(args.config, interpolate=False)
    nlp = NewsEnglish.from_config(config)
    optimizer = Adam(
        learn_rate=args.rate, beta1=0.9, beta2=0.999, L2=0.01, grad_clip=1.0, use_averages=True, L2_is_weight_decay=True
    )
    first = [example(nlp, s) for s in ewt + gum] + [example(nlp, s) for s in news[:2000]]
    nlp.initialize(lambda: first, sgd=optimizer)
    checkpoint = args.output.with_suffix(".checkpoint")
    step, silver = restore_checkpoint(nlp, optimizer, checkpoint) if args.resume and checkpoint.exists() else (0, [])
    random_ = random.Random(SEED + step)
    names = pools(ewt + gum + news + other)
    stream = batches(parts(ewt, gum, news, other, silver), names, random_, args.swap)
    started, seen, losses = time.monotonic(), 0, {}  # type: ignore[var-annotated]
    while step < args.steps:
        if step in args.silver:
            with nlp.use_params(optimizer.averages):
                silver = annotated(nlp, gmb)
            log.info("parsed the news corpus: %d of %d sentences kept", sum(bool(s.heads) for s in silver), len(gmb))
            stream = batches(parts(ewt, gum, news, other, silver), names, random_, args.swap)
        batch = next(stream)
        optimizer.learn_rate = rate(step, args.steps, args.rate, args.restart)
        nlp.update([example(nlp, s) for s in batch], sgd=optimizer, drop=args.dropout, losses=losses)
        step += 1
        seen += sum(len(s.words) for s in batch)
        if step % 100 == 0:
            log.info(
                "step %d: %d words/s, %s",
                step,
                seen / (time.monotonic() - started),
                {k: round(v) for k, v in losses.items()},
            )
            losses = {}
        if step % EVALUATE_EVERY == 0 or step == args.steps:
            with nlp.use_params(optimizer.averages):
                report = {
                    "gum": syntax_score(nlp, gum_dev[:500]),
                    "gum lower": syntax_score(nlp, [lower_case(s) for s in gum_dev[:300]]),
                    "ewt": syntax_score(nlp, ewt_dev[:600]),
                    "gmb": names_score(nlp, gmb_dev[:600]),
                }
                nlp.to_disk(args.output)
            log.info("step %d: %s", step, json.dumps(report))
            save_checkpoint(nlp, optimizer, checkpoint, step, silver)


def parts(
    ewt: list[Sample], gum: list[Sample], news: list[Sample], other: list[Sample], silver: list[Sample]
) -> list[tuple[float, list[Sample]]]:
    """Return the corpora with their shares of the words of a batch."""
    if silver:
        return [(0.26, ewt), (0.30, gum), (0.36, silver), (0.08, other)]
    return [(0.33, ewt), (0.35, gum), (0.25, news), (0.07, other)]


if __name__ == "__main__":
    main()
