"""Files of jobs: sealed, whole or not at all, gone when their time is over."""

from __future__ import annotations

import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.jobs.conftest import NOW
from unionhall.casework.jobs import files, runner
from unionhall.casework.jobs.enqueue import KEEP
from unionhall.casework.jobs.sweep import PATIENCE, sweep
from unionhall.jobs import handlers
from unionhall.jobs.models import JobState
from unionhall.people.models import User
from unionhall.people.sealing import Unreadable

NUMBER = b"79010119850101001X"
AGES_AGO = datetime(2020, 1, 1, tzinfo=UTC).timestamp()
NOW_OF_DISK = datetime.now(UTC)


def save(content: bytes) -> str:
    return files.save(io.BytesIO(content))


def read(name: str) -> bytes:
    return b"".join(files.pieces(name))


def on_disk(name: str) -> Path:
    return Path(files.storage().path(name))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        NUMBER,
        NUMBER * 40_000,
        b"x" * files.PIECE,
        b"x" * (files.PIECE + 1),
        b"x" * (2 * files.PIECE),
    ],
    ids=len,
)
def test_what_is_stored_reads_back_and_is_not_in_clear(content):
    name = save(content)
    assert read(name) == content
    assert NUMBER not in on_disk(name).read_bytes()


def test_a_name_says_nothing_and_is_new_each_time():
    names = {save(NUMBER) for _ in range(3)}
    assert len(names) == 3
    assert all(name.endswith(".sealed") and len(name) <= 100 for name in names)


def test_a_piece_changed_cut_off_moved_or_of_another_file_is_not_read():
    content = os.urandom(3 * files.PIECE)
    name, other = save(content), save(content)
    path = on_disk(name)
    whole = path.read_bytes()
    piece = len(whole) // 3

    def broken(data: bytes) -> str:
        path.write_bytes(data)
        with pytest.raises(Unreadable) as problem:
            read(name)
        return str(problem.value)

    assert "altered" in broken(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert "cut off" in broken(whole[: 2 * piece])
    assert "cut off" in broken(b"")
    assert "altered" in broken(whole[piece : 2 * piece] + whole[:piece] + whole[2 * piece :])
    assert "altered" in broken(on_disk(other).read_bytes())
    path.write_bytes(whole)
    assert read(name) == content


def test_a_copy_to_read_is_gone_afterwards(ask, kind):
    job = ask(kind(lambda job, beat: None), file_name="名单.xlsx", stored_name=save(NUMBER))
    with files.opened(job, ".xlsx") as path:
        assert path.read_bytes() == NUMBER
        assert path.suffix == ".xlsx"
        assert oct(path.stat().st_mode & 0o777) == "0o600"
    assert not path.exists()
    files.delete(job.stored_name)
    files.delete(job.stored_name)
    with pytest.raises(FileNotFoundError), files.opened(job):
        pass


@pytest.mark.django_db
def test_a_file_goes_when_its_time_is_over_and_the_work_has_ended(ask, kind, time):
    system = User.objects.system()
    name = kind(lambda job, beat: {"rows": 7, "workbook": second})
    first, second = save(b"in"), save(b"out")
    job = ask(name, file_name="名单.xlsx", stored_name=first)
    waiting = ask(name, run_at=NOW + timedelta(days=99), stored_name=save(b"waits"))
    runner.run(time)
    late = NOW + KEEP
    assert sweep(by=system, now=late - timedelta(seconds=1)) == 0
    assert (read(first), read(second)) == (b"in", b"out")
    assert sweep(by=system, now=late) == 2
    assert sweep(by=system, now=late) == 0
    job.refresh_from_db()
    assert (job.state, job.stored_name, job.file_name) == (JobState.DONE, "", "名单.xlsx")
    assert (job.result, job.expires_at) == ({"rows": 7}, None)
    assert not files.storage().exists(first)
    assert not files.storage().exists(second)
    assert read(waiting.stored_name) == b"waits"


@pytest.mark.django_db
def test_files_nobody_names_and_forgotten_copies_go_after_an_hour(ask, kind, tmp_path, monkeypatch):
    monkeypatch.setattr(files.tempfile, "tempdir", str(tmp_path))
    job = ask(kind(lambda job, beat: None), stored_name=save(b"named"))
    orphan, young = save(b"orphan"), save(b"young")
    copy = tmp_path / f"{files.TEMPORARY}left.xlsx"
    copy.write_bytes(NUMBER)
    stranger = tmp_path / "somebody-else.xlsx"
    stranger.write_bytes(b"x")
    for path in (on_disk(job.stored_name), on_disk(orphan), copy, stranger):
        os.utime(path, (AGES_AGO, AGES_AGO))
    assert files.sweep(NOW_OF_DISK) == [orphan]
    assert read(job.stored_name) == b"named"
    assert read(young) == b"young"
    assert not copy.exists()
    assert stranger.exists()


@pytest.mark.django_db
def test_a_kind_nobody_brings_is_given_up_after_a_day(ask):
    system = User.objects.system()
    job = ask("of-an-old-version")
    sweep(by=system, now=NOW + PATIENCE - timedelta(seconds=1))
    job.refresh_from_db()
    assert job.state == JobState.WAITING
    sweep(by=system, now=NOW + PATIENCE)
    job.refresh_from_db()
    assert (job.state, job.problem) == (JobState.FAILED, "no-handler")


@pytest.mark.django_db
def test_only_the_platform_sweeps(clerk):
    with pytest.raises(PermissionError):
        sweep(by=clerk, now=NOW)


@pytest.mark.django_db
def test_a_made_file_may_be_kept_longer(ask, kind, time):
    made = handlers.Done({}, "a.csv", save(b"x"), keep=timedelta(days=30))
    job = ask(kind(lambda job, beat: made))
    runner.run(time)
    job.refresh_from_db()
    assert job.expires_at == NOW + timedelta(days=30)
