"""What a version and a path do not say: whether a model and a profile are still the same files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from polyglot_news.config import Config
from polyglot_news.errors import OutputError
from polyglot_news.run.build import build
from polyglot_news.run.inputs import Inputs
from polyglot_news.run.job import Job
from polyglot_news.run.manifest import settings_of
from polyglot_news.translate.echo import EchoEngine
from polyglot_news.translate.engine import Chain


def test_another_model_of_the_same_version_is_said(pages: Path, tmp_path: Path) -> None:
    """A build whose model was replaced by one that calls itself the same waits for the word to go on."""
    model = tmp_path / "model.argosmodel"

    class Packed(EchoEngine):
        def chain(self, source: str, target: str) -> Chain | None:
            chain = super().chain(source, target)
            return chain and replace(chain, packages=(model,))

    def run(*, resume: bool = False) -> None:
        config = Config(out=tmp_path / "out", engine="echo", workers=1)
        build(Job(inputs=Inputs(names=(str(pages),)), config=config, resume=resume), engine=Packed())

    model.write_bytes(b"one")
    run()
    run()
    model.write_bytes(b"two")
    with pytest.raises(OutputError, match="files of the model for ru-en have changed"):
        run()
    assert (tmp_path / "out/report.json").exists()
    run(resume=True)
    run()


def test_another_profile_of_the_same_path_is_another_setting(tmp_path: Path) -> None:
    """The settings of a run hold what the profiles of added languages contain."""
    profile = tmp_path / "profile.json"
    job = Job(inputs=Inputs(names=()), config=Config(langs_extra=(profile,)))
    profile.write_text("{}")
    before = settings_of(job)["langs_extra"]
    profile.write_text("[]")
    assert settings_of(job)["langs_extra"] != before
