"""What the command line says to people who mistype or ask for what is not there."""

import pytest
import typer
from typer.testing import CliRunner

from deploy.cli.commands import app
from deploy.cli.plainly import PlainErrors, sentence
from deploy.embedded.errors import PortTaken


@pytest.fixture
def cli(monkeypatch, tmp_path):
    monkeypatch.setenv("KOBLINGSBOKS_DATA", str(tmp_path / "data"))
    return lambda *words: CliRunner().invoke(app, words)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param("token create --role king", "use admin, coordinator or partner", id="role"),
        pytest.param("token create --role coordinator", "with --region", id="no region"),
        pytest.param("token create --role partner", "with --partner ID", id="no partner"),
        pytest.param("token create --role partner --partner x", "no partner x", id="odd id"),
        pytest.param("token create --role admin --region oslo", "leave it out", id="admin of one"),
        pytest.param("export /dev/null", "is a file; name a folder", id="export to a file"),
        pytest.param("export out", "There is no data in", id="export of nothing"),
        pytest.param("export", "or one person with --contact", id="export of what"),
        pytest.param("backup out", "There is no data in", id="backup of nothing"),
        pytest.param("restore /nowhere", "is no backup of", id="restore of nothing"),
        pytest.param("dead list", "There is no data in", id="no dead letters of nothing"),
        pytest.param("dead list --service post", "no service 'post'", id="service"),
        pytest.param("dead drop", "or use --all", id="drop without saying which"),
        pytest.param("dead drop 3", "or use --all", id="an id alone"),
        pytest.param("replay", "There is no data in", id="replay of nothing"),
        pytest.param("sign-in", "start it with", id="sign in where nothing runs"),
        pytest.param("bench nosuch", "There is no benchmark 'nosuch'", id="benchmark"),
        pytest.param("evaluate /nowhere", "/nowhere/partners.jsonl: cannot be read", id="set"),
    ],
)
def test_a_refusal_is_one_sentence_that_says_what_to_do(cli, tmp_path, words, told):
    result = cli(*words.split())

    assert result.exit_code == 1
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("words", ["up --port 0", "up --port x", "nosuch", "token create"])
def test_a_mistyped_command_is_told_and_ends_with_2(cli, words):
    result = cli(*words.split())

    assert result.exit_code == 2
    assert "Traceback" not in result.output


@pytest.mark.parametrize("words", ["--debug bench nosuch", "dead list --debug"])
def test_debug_shows_where_an_error_comes_from_wherever_it_stands(cli, words):
    result = cli(*words.split())

    assert type(result.exception).__name__ in ("BenchmarkUnknown", "NoDataYet")


def test_an_interrupt_ends_with_130():
    interrupted = typer.Typer(cls=PlainErrors)
    interrupted.command("wait")(_interrupt)
    interrupted.command("other")(_interrupt)

    assert CliRunner().invoke(interrupted, ["wait"]).exit_code == 130


def _interrupt() -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("error", "told"),
    [
        pytest.param(PortTaken(port=80), "Port 80 is in use by another program;", id="ours"),
        pytest.param(OSError(28, "No space left", "/data"), "/data: No space left.", id="file"),
        pytest.param(KeyError("x"), "This failed: KeyError: 'x' (add --debug", id="a stranger's"),
    ],
)
def test_an_error_becomes_one_sentence(error, told):
    assert sentence(error).startswith(told)
    assert "\n" not in sentence(error)
