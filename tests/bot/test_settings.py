"""The settings file and the environment, and what is wrong with them."""

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import PROJECT, TELEGRAM, Environment, Settings

TOKEN = "7000000001:AAsecretsecretsecretsecret_secret-1"  # noqa: S105 (of nobody)


def _load(folder: Path, written: str) -> Settings:
    path = folder / "settings.yaml"
    path.write_text(written, "utf-8")
    return Settings.load(path)


def _environment(**variables: str) -> Environment:
    return Environment.read({"TELEGRAM_BOT_TOKEN": TOKEN, **variables})


def test_without_a_file_the_defaults_hold_and_name_no_contact() -> None:
    settings = Settings.load(None)
    assert settings.press_contact is None
    assert settings.help_contact.en is None
    assert settings.help_contact.es is None
    assert settings.documents == PROJECT / "knowledge" / "documents"
    assert settings.index == PROJECT / "var" / "index"


def test_an_empty_file_changes_nothing_but_where_the_folders_are(tmp_path: Path) -> None:
    settings = _load(tmp_path, "# nothing yet\n")
    assert settings.question_limit == Settings.load(None).question_limit
    assert settings.documents == PROJECT / "knowledge" / "documents"


def test_relative_folders_begin_beside_the_settings_file(tmp_path: Path) -> None:
    settings = _load(tmp_path, "documents: ours\nindex: made/index\narchive: /srv/archive\n")
    assert settings.documents == tmp_path / "ours"
    assert settings.index == tmp_path / "made" / "index"
    assert settings.archive == Path("/srv/archive")


def test_every_mistake_is_told_at_once_with_its_line_and_the_nearest_key(tmp_path: Path) -> None:
    written = (
        "press_contcat: press@lantern.example\n"
        "question_limit: many\n"
        "staff: [1, two]\n"
        "help_contact:\n"
        "  en: Helpline\n"
        "  fr: Secours\n"
        "log_level: LOUD\n"
        "threshold: 2\n"
    )
    with pytest.raises(SettingsError) as error:
        _load(tmp_path, written)
    told = str(error.value).splitlines()
    assert all(line.startswith(f"{tmp_path / 'settings.yaml'}, line ") for line in told)
    numbers = sorted(int(line.split("line ")[1].split(":")[0]) for line in told)
    assert numbers == [1, 2, 3, 6, 7, 8]
    assert any("'press_contcat'; did you mean 'press_contact'?" in line for line in told)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("press_contact: [", "line 1: not valid YAML"),
        ("- press_contact", "expected lines such as `key: value`"),
        ("staff: [1]\nstaff: [2]", "line 2: not valid YAML: the key 'staff' is given twice"),
        ("press_contact: ''", "line 1: press_contact"),
        ("question_limit: 0", "line 1: question_limit"),
        ("question_limit: 4097", "line 1: question_limit"),
    ],
)
def test_what_is_no_settings_file_is_refused_by_name(
    tmp_path: Path, written: str, told: str
) -> None:
    with pytest.raises(SettingsError) as error:
        _load(tmp_path, written)
    assert told in str(error.value)
    assert "settings.yaml" in str(error.value)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "settings.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"settings\.yaml"):
        Settings.load(path)


def test_settings_cannot_be_changed_after_the_start() -> None:
    settings = Settings.load(None)
    with pytest.raises(ValueError, match="frozen"):
        settings.press_contact = "somebody"  # type: ignore[misc]


def test_the_environment_names_token_address_and_settings_file() -> None:
    read = _environment(TELEGRAM_API_URL="http://127.0.0.1:8081/", KIND_CONFIG="/etc/kind.yaml")
    assert read.token is not None
    assert read.token.get_secret_value() == TOKEN
    assert read.api_url == "http://127.0.0.1:8081"
    assert read.config == Path("/etc/kind.yaml")


def test_an_empty_variable_counts_as_none() -> None:
    empty = dict.fromkeys(("TELEGRAM_BOT_TOKEN", "TELEGRAM_API_URL", "KIND_CONFIG"), " ")
    read = Environment.read(empty)
    assert read == Environment.read({})
    assert read == Environment(None, TELEGRAM, None)


@pytest.mark.parametrize(
    "address",
    [
        "https://api.telegram.org",
        "https://bots.lantern.example:8443/telegram",
        "http://localhost:8081",
        "http://127.0.0.1",
        "http://127.8.9.1:1",
        "http://[::1]:8081",
    ],
)
def test_an_address_is_https_or_on_this_machine(address: str) -> None:
    assert _environment(TELEGRAM_API_URL=address).api_url == address


@pytest.mark.parametrize(
    "address",
    [
        "http://api.telegram.org",
        "http://127.0.0.1.evil.com",
        "http://localhost.evil.com",
        "http://localhost@evil.com",
        "http://127.0.0.1:80@evil.com",
        "http://evil.com#@127.0.0.1",
        "http://evil.com\\@127.0.0.1",
        "http://127.0.0.1\\@evil.com",
        "http://127.0.0.1\t.evil.com",
        "https://me:word@api.telegram.org",
        "https://me@api.telegram.org",
        "https://api.telegram.org?to=",
        "https://api.telegram.org#",
        "https://api.telegram.org:port",
        "http://127.0.0.1:99999",
        "http://[::1",
        "http://[127.0.0.1]",
        "http://192.168.1.1",
        "http://0.0.0.0",
        "http://2130706433",
        "http://",
        "https://",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "127.0.0.1:8081",
        "api.telegram.org",
    ],
)
def test_any_other_address_is_refused_and_the_token_is_not_told(address: str) -> None:
    with pytest.raises(SettingsError, match="TELEGRAM_API_URL") as error:
        _environment(TELEGRAM_API_URL=address)
    assert TOKEN.partition(":")[2] not in str(error.value)


@pytest.mark.parametrize("token", ["token", "123", "123:a b", "123:a/../b", "x:abc", "1:é", "1:"])
def test_what_cannot_be_a_token_is_refused_and_not_told(token: str) -> None:
    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN") as error:
        Environment.read({"TELEGRAM_BOT_TOKEN": token})
    assert token not in str(error.value).replace("not a token", "")


def test_the_token_is_in_no_repr_of_the_environment() -> None:
    read = _environment()
    for shown in (repr(read), str(read), f"{read}", repr(read.token), str(vars(read))):
        assert "secretsecret" not in shown
