"""Feeds damaged inputs to every reader and extractor and tells of each that crashes, hangs or breaks a promise.

    uv run python scripts/fuzz.py --count 20000

An input is decided by its number alone, so that `--only NUMBER` repeats it.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import multiprocessing as mp
import queue
import random
import re
import resource
import signal
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache, partial
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import zstandard

from polyglot_news.extract import extract
from polyglot_news.read import load, records
from polyglot_news.records import Article, Page, Record, Reject
from polyglot_news.route import identify

PAGES = Path(__file__).parents[1] / "fixtures" / "pages"
LARGEST_SEED = 50_000
MARKS = [
    *b'< > & &#x <!-- --> <![CDATA[ ]]> " <script> </html> <?xml <!DOCTYPE &#0; \x00 \x1b[31m \xff\xfe'.split(b" "),
    *["\ufeff".encode(), "\u202e".encode(), b"\xed\xa0\x80", b"\r", b'",', b"\n{"],
]
LIMIT = 5_000_000
HANG = 30
Seed = tuple[str, bytes]
Result = tuple[int, Counter[str], str, float]
Mutation = Callable[[random.Random, bytes], bytes]
_WORD = re.compile(r"\S+")


def damaged(number: int) -> Seed:
    """The suffix and the bytes of input ``number``: a seed after one to four mutations."""
    random_ = random.Random(f"fuzz {number}")
    suffix, data = random_.choice(seeds())
    for _ in range(random_.randint(1, 4)):
        data = random_.choice(MUTATIONS)(random_, data)
    if random_.random() < 0.1:
        suffix = random_.choice(seeds())[0]
    return suffix, data


def check(suffix: str, data: bytes) -> Counter[str]:
    """Reads and extracts one input and counts what came out; raises where a promise is broken."""
    outcome: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"input{suffix}"
        path.write_bytes(data)
        for found in records([str(path)], limit=LIMIT):
            page = load(found, limit=LIMIT) if isinstance(found, Record) else found
            result = extract(page, identify=identify) if isinstance(page, Page) else page
            _promises(page, result)
            outcome[result.reason if isinstance(result, Reject) else result.kind] += 1
    return outcome


def _promises(page: Page | Reject, result: Article | Reject) -> None:
    json.dumps({"source": result.source, "detail": getattr(result, "detail", "")}).encode()
    if isinstance(result, Reject):
        assert result.reason, "a reject without a reason"
        return
    assert isinstance(page, Page)
    page.text.encode()
    json.dumps(dict(page.extra), allow_nan=False).encode()
    assert "\x00" not in page.text
    for block in result.blocks:
        block.text.encode()
        if block.start is not None and block.end is not None:
            whole = _letters(page.text[block.start : block.end]) == _letters(block.text)
            words = [word.span() for word in _WORD.finditer(block.text)] if block.dropped else []
            parts = all(_letters(page.text[slice(*block.span(a, b))]) == block.text[a:b] for a, b in words)
            assert whole and parts, "offsets do not give the block"


def _letters(text: str) -> str:
    return "".join(text.split())


@cache
def seeds() -> Sequence[Seed]:
    """The fixture pages, and files of every other kind that hold them."""
    files = [path for path in sorted(PAGES.iterdir()) if path.stat().st_size < LARGEST_SEED]
    found = [("".join(path.suffixes[-2:]), path.read_bytes()) for path in files]
    texts = [path.read_text("utf-8") for path in files if path.name.startswith(("html_", "dump_"))]
    rows = [{"id": str(i), "url": f"https://news.example/{i}", "html": text} for i, text in enumerate(texts)]
    parquet = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), parquet, row_group_size=4)
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    table = b"id,html\r\n" + b"".join(b'%d,"%s"\r\n' % (i, t.replace('"', '""').encode()) for i, t in enumerate(texts))
    archive = [_response(text.encode()) for text in texts]
    return [
        *found,
        *[
            (".html.gz", gzip.compress(texts[-1].encode(), mtime=0)),
            (".txt.zst", zstandard.compress(texts[0].encode())),
        ],
        *[(".jsonl", lines), (".jsonl.gz", gzip.compress(lines, mtime=0)), (".csv", table)],
        *[(".parquet", parquet.getvalue())] * 3,
        *[(".parquet", _typed(texts, codec)) for codec in ("none", "zstd")],
        *[(".jsonl", _nested(texts[0], depth)) for depth in range(400, 1_001, 200)],
        (".warc", b"".join(archive)),
        (".warc.gz", b"".join(gzip.compress(each, mtime=0) for each in archive)),
        (".warc.zst", b"".join(map(zstandard.compress, archive))),
        (".warc.gz", gzip.compress(b"".join(archive), mtime=0)),
        (".warc", b"".join(_response(_chunked(text.encode()), "Transfer-Encoding: chunked") for text in texts)),
        (
            ".warc",
            b"".join(_response(gzip.compress(text.encode(), mtime=0), "Content-Encoding: gzip") for text in texts),
        ),
        (".wet", b"".join(_response(text.encode()).replace(b"response\r", b"conversion\r") for text in texts)),
        (".csv.zst", zstandard.compress(table)),
    ]


def _typed(texts: Sequence[str], compression: str) -> bytes:
    """Pages beside columns of every type of value, some of them out of Python's range."""
    numbers = pa.array([random.Random(number).getrandbits(8 * number % 64) for number in range(len(texts))], pa.int64())
    times = [pa.timestamp("us"), pa.timestamp("ms", tz="Mars/Olympus"), pa.timestamp("ns"), pa.time64("us")]
    columns = {str(each): numbers.view(each) for each in (*times, pa.duration("us"), pa.float64())}
    columns["date"] = pc.bit_wise_and(numbers, 2**31 - 1).cast(pa.int32()).view(pa.date32())
    columns["decimal"] = pc.bit_wise_and(numbers, 2**20).cast(pa.decimal128(38, 2))
    columns["list"] = pa.ListArray.from_arrays(range(len(texts) + 1), pa.array(texts))
    columns["struct"] = pa.StructArray.from_arrays([numbers, numbers], names=["a", "a"])
    columns["map"] = pa.array([[(text[:9], len(text))] for text in texts], pa.map_(pa.string(), pa.int32()))
    columns |= {"id": columns["time64[us]"], "url": columns["list"], "text": pa.array(texts).dictionary_encode()}
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink, row_group_size=4, compression=compression)
    return sink.getvalue()


def _nested(text: str, depth: int) -> bytes:
    """Lines of JSON about as deep as a parser takes them."""
    shapes = (("[", "]"), ('{"a":', "}"), ('[{"a":', "}]"))
    lines = [f'{{"text": {json.dumps(text)}, "x": {a * depth}1{b * depth}}}\n' for a, b in shapes]
    return "".join(lines).encode()


def _chunked(body: bytes) -> bytes:
    pieces = (body[start : start + 1_000] for start in range(0, len(body), 1_000))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def _response(body: bytes, header: str = "Server: x") -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n%s\r\nContent-Length: %d\r\n\r\n" % (
        header.encode(),
        len(body),
    )
    http += body
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/\r\n"
    head += b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % len(http)
    return head + http + b"\r\n\r\n"


def flip_bits(random_: random.Random, data: bytes) -> bytes:
    """Changes one to fifty bits."""
    changed = bytearray(data)
    for _ in range(random_.randint(1, 50) if data else 0):
        changed[random_.randrange(len(changed))] ^= 1 << random_.randrange(8)
    return bytes(changed)


def truncate(random_: random.Random, data: bytes) -> bytes:
    """Keeps a beginning or an end."""
    cut = random_.randint(0, len(data))
    return data[:cut] if random_.random() < 0.8 else data[cut:]


def splice(random_: random.Random, data: bytes) -> bytes:
    """Puts a piece of another seed, or noise, somewhere."""
    other = random_.choice(seeds())[1]
    start, at = random_.randint(0, len(other)), random_.randint(0, len(data))
    piece = other[start : start + random_.randint(0, 2_000)] if random_.random() < 0.6 else random_.randbytes(200)
    return data[:at] + piece + data[at + random_.choice([0, len(piece)]) :]


def repeat(random_: random.Random, data: bytes) -> bytes:
    """Repeats a piece many times."""
    start = random_.randint(0, len(data))
    piece = data[start : start + random_.randint(1, 300)]
    return data[:start] + piece * random_.randint(2, 300) + data[start:]


def nest(random_: random.Random, data: bytes) -> bytes:
    """Opens tags deeply, closed or not."""
    tag = random_.choice(
        [b"div", b"p", b"table><tr><td", b"span", b"ul><li", b"b", b"font", b"blockquote", b"a", b"svg"]
    )
    depth, at = random_.choice([5, 50, 500, 5_000]), random_.randint(0, len(data))
    names = [each.strip(b"<>") for each in reversed(tag.split(b"><"))]
    closing = b"".join(b"</" + name + b">" for name in names) if random_.random() < 0.5 else b""
    return data[:at] + (b"<" + tag + b">") * depth + data[at:] + closing * depth


def recode(random_: random.Random, data: bytes) -> bytes:
    """Writes the text in another encoding, or names another one."""
    codec = random_.choice(
        ["cp1251", "koi8-r", "utf-16", "utf-16-be", "utf-32", "gb18030", "cp1256", "latin-1", "utf-7"]
    )
    if random_.random() < 0.5:
        return re.sub(rb"(?i)charset=[\"']?[\w-]+", b"charset=" + codec.encode(), data)
    return data.decode("utf-8", "replace").encode(codec, "xmlcharrefreplace")


def lie(random_: random.Random, data: bytes) -> bytes:
    """Changes the numbers that say how long something is."""
    numbers = [b"0", b"-1", b"1", b"9" * 20, b"4294967296", b"x", b"", b"%d" % random_.randint(0, 10_000)]
    return re.sub(
        rb"(?i)(content-length: |\r\n(?=[0-9a-f]{1,8}\r\n))[0-9a-f]+",
        lambda match: match[1] + random_.choice(numbers) if random_.random() < 0.3 else match[0],
        data,
    )


def soup(random_: random.Random, data: bytes) -> bytes:
    """Puts characters that mean something to a parser, a spreadsheet or a terminal in places."""
    for _ in range(random_.randint(1, 30)):
        at = random_.randint(0, len(data))
        data = data[:at] + random_.choice(MARKS) + data[at:]
    return data


def flip_footer(random_: random.Random, data: bytes) -> bytes:
    """Changes bits near the end, where Parquet says what it holds and gzip how long it is."""
    cut = max(0, len(data) - random_.choice([16, 200, 4_000]))
    return data[:cut] + flip_bits(random_, data[cut:])


def brackets(random_: random.Random, data: bytes) -> bytes:
    """Opens brackets deeply, and quotes and escapes that do not end, as JSON and CSV have them."""
    piece = random_.choice([b"[", b'{"a":', b'"', b'""', b"\\u", b"\\", b'",', b"\r", b";"]) * random_.choice(
        [1, 3, 5_000]
    )
    at = random_.choice([match.end() for match in re.finditer(rb"[,:\n]", data)] or [0])
    return data[:at] + piece + data[at:]


def repack(random_: random.Random, data: bytes) -> bytes:
    """Damages what is packed, not the packing; packs what was plain, or twice."""
    packers: list[Callable[[bytes], bytes]] = [partial(gzip.compress, mtime=0), zstandard.compress]
    pack, unpacked = random_.choice(packers), data
    with suppress(OSError, EOFError, zlib.error, zstandard.ZstdError):
        if data.startswith(b"\x1f\x8b"):
            unpacked = gzip.decompress(data)
        elif data.startswith(b"\x28\xb5\x2f\xfd"):
            unpacked = zstandard.ZstdDecompressor().decompressobj().decompress(data)
    if len(unpacked) > LIMIT:
        return data
    return pack(random_.choice(PLAIN_MUTATIONS)(random_, unpacked))


PLAIN_MUTATIONS: Sequence[Mutation] = (
    flip_bits, flip_bits, truncate, truncate, splice, repeat, nest, recode, lie, soup, flip_footer, brackets,
)  # fmt: skip
MUTATIONS: Sequence[Mutation] = (*PLAIN_MUTATIONS, repack)


def _work(numbers: Sequence[int], at: Synchronized[int], results: mp.Queue[Result | int]) -> None:
    """Checks the inputs one by one; the kernel ends the process when one takes more than ``HANG`` seconds of CPU."""
    for number in numbers:
        at.value = number
        started = time.process_time()
        resource.setrlimit(resource.RLIMIT_CPU, (int(started + HANG), resource.RLIM_INFINITY))
        try:
            outcome, failure = check(*damaged(number)), ""
        except Exception as error:
            outcome, failure = Counter(), f"{type(error).__name__}: {str(error)[:200]}"
        results.put((number, outcome, failure, time.process_time() - started))
    results.put(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def run(numbers: Sequence[int]) -> Iterator[Result | int]:
    """Checks inputs in a process that may die; goes on after the input that did it. An integer is memory in KiB."""
    left = list(numbers)
    while left:
        at = mp.Value("q", left[0])
        results: mp.Queue[Result | int] = mp.Queue()
        worker = mp.Process(target=_work, args=(left, at, results), daemon=True)
        worker.start()
        yield from _results(worker, results, left)
        worker.join()
        if left:
            left.remove(at.value)
            how = "hang" if worker.exitcode == -signal.SIGXCPU else f"crash (exit code {worker.exitcode})"
            yield at.value, Counter(), how, 0.0


def _results(worker: mp.Process, results: mp.Queue[Result | int], left: list[int]) -> Iterator[Result | int]:
    while True:
        try:
            result = results.get(timeout=0.5)
        except queue.Empty:
            if worker.is_alive():
                continue
            return
        if isinstance(result, tuple):
            left.remove(result[0])
        yield result
        if isinstance(result, int):
            return


def main() -> int:
    """Runs the inputs and prints what became of them; 1 when any failed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=20_000, help="how many inputs (20000)")
    options.add_argument("--first", type=int, default=0, help="number of the first input (0)")
    options.add_argument("--only", type=int, help="check this input alone, in this process")
    given = options.parse_args()
    if given.only is not None:
        print(check(*damaged(given.only)))
        return 0
    outcomes: Counter[str] = Counter()
    failures, slowest, started = [], (0.0, -1), time.monotonic()
    for result in run(range(given.first, given.first + given.count)):
        if isinstance(result, int):
            print(f"most memory: {result / 1024:.0f} MiB")
            continue
        number, outcome, failure, seconds = result
        outcomes += outcome
        slowest = max(slowest, (seconds, number))
        if failure:
            failures.append(number)
            print(f"input {number}: {failure}", flush=True)
    print(f"{given.count} inputs in {time.monotonic() - started:.0f} s, {len(failures)} failures")
    print(f"slowest: {slowest[0]:.1f} s of CPU, input {slowest[1]}")
    print(", ".join(f"{reason} {n}" for reason, n in outcomes.most_common()))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
