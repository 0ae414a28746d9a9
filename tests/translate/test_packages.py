"""Where packages are looked for, which is preferred, and what a broken one does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from polyglot_news.errors import NoModelError, PackageError
from polyglot_news.translate import engine as engine_module
from polyglot_news.translate import packages as module
from polyglot_news.translate.chains import find_path
from polyglot_news.translate.engine import Threads, open_engine
from polyglot_news.translate.packages import Place, argos_folder, find_packages, install_command, remedy

if TYPE_CHECKING:
    from conftest import Packages

TEXT = "Вчера в порту прошли учения, сообщил капитан судна."


@pytest.fixture(autouse=True)
def nothing_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Shipped packages come from an empty folder that a test may fill."""
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    monkeypatch.setattr(module, "shipped_folder", lambda: shipped)
    return shipped


def test_the_given_folder_comes_before_argos_before_the_shipped(
    packages: Packages, tmp_path: Path, nothing_shipped: Path
) -> None:
    """A pair that lies in several places is taken from the first."""
    packages.folder(nothing_shipped, package_version="9.0")
    assert [p.place for p in find_packages()] == [Place.SHIPPED]
    packages.folder(argos_folder(), package_version="1.9")
    assert [(p.place, p.version) for p in find_packages()] == [(Place.ARGOS, "1.9")]
    packages.folder(tmp_path / "mine", package_version="1.0")
    assert [(p.place, p.version) for p in find_packages(tmp_path / "mine")] == [(Place.GIVEN, "1.0")]


def test_in_one_place_a_full_model_wins_then_the_newer(packages: Packages, tmp_path: Path) -> None:
    """A demonstration model is used only while there is no other."""
    packages.folder(tmp_path / "m", package_version="3.0", size_class="small")
    assert [p.small for p in find_packages(tmp_path / "m")] == [True]
    packages.folder(tmp_path / "m", package_version="1.9")
    packages.folder(tmp_path / "m", package_version="1.10")
    assert [(p.version, p.small) for p in find_packages(tmp_path / "m")] == [("1.10", False)]


def test_argos_keeps_its_packages_where_its_settings_say(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Environment before settings file before the platform's default, and no folder is made by looking."""
    assert argos_folder() == own_home / ".local/share/argos-translate/packages"
    settings = own_home / ".config/argos-translate/settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"ARGOS_PACKAGES_DIR": "/from/settings"}))
    assert argos_folder() == Path("/from/settings")
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", "/from/environment")
    assert argos_folder() == Path("/from/environment")
    assert not (own_home / ".local").exists()


def test_an_archive_translates_without_being_installed(packages: Packages, tmp_path: Path) -> None:
    """A folder with an ``.argosmodel``, or the file itself, is as good as an unpacked package."""
    archive = packages.archive(tmp_path / "zips")
    for models in (archive, archive.parent):
        [translation] = open_engine("argos", models=models).translate([TEXT], source="ru", target="en")
        assert translation.target == TEXT


def test_both_tokenizers_and_both_layouts_translate(packages: Packages, tmp_path: Path) -> None:
    """BPE with a plain vocabulary file is as good as sentencepiece with a JSON one."""
    packages.bpe_folder(tmp_path / "m", "de", "en")
    packages.folder(tmp_path / "m", "ru", "en")
    engine = open_engine("argos", models=tmp_path / "m")
    [german] = engine.translate(["Gestern fand im Hafen statt"], source="de", target="en")
    [russian] = engine.translate([TEXT], source="ru", target="en")
    assert german.target == "Gestern fand im Hafen statt" and russian.target == TEXT
    assert german.score is not None and -0.1 < german.score <= 0


def test_a_missing_pair_goes_through_a_third_language(packages: Packages, tmp_path: Path) -> None:
    """The chain names the language between and both packages; a direct package is preferred to it."""
    packages.folder(tmp_path / "m", "ru", "en")
    packages.folder(tmp_path / "m", "en", "zt")
    engine = open_engine("argos", models=tmp_path / "m")
    [translation] = engine.translate([TEXT], source="ru", target="zh-Hant")
    assert translation.pivots == ("en",) and translation.model == "translate-ru_en translate-en_zt"
    assert translation.target == TEXT
    packages.folder(tmp_path / "m", "ru", "zt")
    chain = open_engine("argos", models=tmp_path / "m").chain("ru", "zh-TW")
    assert chain and chain.pivots == () and chain.target == "zh-TW"


def test_without_pivot_a_missing_pair_is_missing(packages: Packages, tmp_path: Path) -> None:
    """The message has the command that installs what is not there yet, or the option that forbids what is there."""
    packages.folder(tmp_path / "m", "ru", "en")
    packages.folder(tmp_path / "m", "en", "de")
    engine = open_engine("argos", models=tmp_path / "m", pivot=False)
    assert engine.chain("ru", "de") is None
    with pytest.raises(NoModelError, match=r"Leave out --no-pivot to translate through en\.$"):
        engine.translate([TEXT], source="ru", target="de")
    with pytest.raises(NoModelError, match=r"leave out --no-pivot; .* models install en-fr$"):
        engine.translate([TEXT], source="ru", target="fr")
    with pytest.raises(NoModelError, match=r"polyglot-news models install ru-en$"):
        open_engine("argos").translate([TEXT], source="ru", target="en")


def test_the_install_command_names_only_what_is_missing(packages: Packages, tmp_path: Path) -> None:
    """Between two languages that are not English both ways through it are named, unless one is there."""
    assert install_command("ru", "de") == "polyglot-news models install ru-en en-de"
    packages.folder(tmp_path, "ru", "en")
    assert install_command("ru", "de", find_packages(tmp_path)) == "polyglot-news models install en-de"


def test_what_helps_without_pivot_is_pivot() -> None:
    """A package between two languages that are not English is rare; one from or to English is not."""
    assert remedy("ru", "de") == install_command("ru", "de")
    assert remedy("ru", "de", pivot=False).startswith("leave out --no-pivot; ")
    assert remedy("ru", "en", pivot=False) == install_command("ru", "en")


def test_the_way_through_packages_is_short(packages: Packages, tmp_path: Path) -> None:
    """At most two languages lie between, and among equal ways full models win."""
    for source, target in [("ru", "uk"), ("uk", "en"), ("en", "de"), ("de", "fr")]:
        packages.folder(tmp_path, source, target)
    found = find_packages(tmp_path)
    path = find_path(found, "ru", "de")
    assert path and [step.pair for step in path] == ["ru-uk", "uk-en", "en-de"]
    assert find_path(found, "ru", "fr") is None


def test_a_broken_package_stops_only_who_asked_for_it(packages: Packages, tmp_path: Path) -> None:
    """In the given folder it is an error that names it; among Argos's own it is passed over."""
    folder = packages.folder(argos_folder(), "ru", "en")
    (folder / "metadata.json").write_text("{")
    assert find_packages() == []
    with pytest.raises(PackageError, match="ru_en"):
        find_packages(argos_folder())
    with pytest.raises(PackageError, match="nowhere"):
        find_packages(tmp_path / "nowhere")


@pytest.mark.parametrize("file", ["sentencepiece.model", "model/model.bin", "model/shared_vocabulary.json"])
@pytest.mark.parametrize("content", [b"", b"nothing of the kind"])
def test_a_damaged_file_of_a_package_is_told_of(packages: Packages, tmp_path: Path, file: str, content: bytes) -> None:
    """When the package is first used, by the name of its folder."""
    folder = packages.folder(tmp_path / "m")
    (folder / file).write_bytes(content)
    with pytest.raises(PackageError, match="translate-ru_en-1_0"):
        open_engine("argos", models=tmp_path / "m").translate([TEXT], source="ru", target="en")


def test_threads_are_as_many_as_told_else_one_for_every_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """``4x2`` is four batches at once on two cores each."""
    monkeypatch.setattr(engine_module, "usable_cores", lambda: 6)
    assert [Threads.of(told) for told in ("", "4", 4, "4x2")] == [
        Threads(batches=6), Threads(batches=4), Threads(batches=4), Threads(batches=4, cores=2),
    ]  # fmt: skip


def test_a_home_that_cannot_be_written_does_not_matter(packages: Packages, tmp_path: Path) -> None:
    """Neither argos-translate's folders nor the cache can be made, and an archive still translates."""
    archive = packages.archive(tmp_path / "zips")
    home = tmp_path / "home"
    home.write_text("a file, so that nobody, root included, can make a folder in it")
    program = (
        "from pathlib import Path; import sys; from polyglot_news.translate.engine import open_engine\n"
        "engine = open_engine('argos', models=Path(sys.argv[1]))\n"
        "print(engine.translate([sys.argv[2]], source='ru', target='en')[0].target)"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "ARGOS_"))}
    done = subprocess.run(
        [sys.executable, "-c", program, str(archive), TEXT],
        env={**kept, "HOME": str(home)}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip()) == (0, TEXT), done.stderr


def test_a_careful_search_leaves_a_loop(packages: Packages, tmp_path: Path) -> None:
    """A model that says one word forever says it less often when it is asked again."""
    packages.folder(tmp_path, loop=True)
    engine = open_engine("argos", models=tmp_path)
    [plain] = engine.translate([TEXT], source="ru", target="en")
    [careful] = engine.translate([TEXT], source="ru", target="en", careful=True)
    assert plain.target == "В" * 256
    assert careful.target.count("ВВВВВ") < 5
