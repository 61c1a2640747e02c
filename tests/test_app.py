"""Protects the start of the program: what it opens, what it says when it cannot, the job without screen."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from creances_desktop import __main__ as entry
from creances_desktop import app, paths
from creances_desktop.app import Program, Start
from creances_desktop.domain.company import Company
from creances_desktop.domain.errors import DomainError
from creances_desktop.services import assembly, backup, backups, clients, company, demo
from creances_desktop.ui import messages, recents, rescue
from creances_desktop.ui.dialogs.client import ClientDialog
from creances_desktop.ui.dialogs.company import CompanyDialog
from creances_desktop.ui.executor import Executor, SynchronousExecutor
from creances_desktop.ui.safety_actions import READING

DAY = date(2026, 11, 21)


@pytest.fixture
def program(qtbot: QtBot, qapp: QApplication) -> Iterator[Program]:
    made = Program(SynchronousExecutor(), lambda: DAY)
    yield made
    made._close_window()
    if made.welcome is not None:
        made.welcome.deleteLater()


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a closed dossier of that name."""

    def make(name: str) -> Path:
        path = tmp_path / f"{name}.creances"
        assembly.create_company_file(path, Company(name)).close()
        return path

    return make


def test_without_a_dossier_the_welcome_window_opens(program: Program) -> None:
    program.begin(Start())
    assert program.window is None
    assert program.welcome is not None
    assert program.welcome.isVisible()
    assert set(program.welcome.doors.buttons) == {"example", "import", "new_invoice"}


def test_the_last_dossier_opens_again(program: Program, file: Callable[[str], Path]) -> None:
    recents.remember(file("Ancien"))
    recents.remember(file("Dernier"))
    program.begin(Start())
    assert program.window is not None
    assert program.window.windowTitle() == "Dernier — Créances"
    assert program.welcome is None


def test_a_dossier_asked_for_comes_before_the_last(program: Program, file: Callable[[str], Path]) -> None:
    recents.remember(file("Dernier"))
    program.begin(Start(path=file("Demandé")))
    assert program.window is not None
    assert program.window.windowTitle() == "Demandé — Créances"
    assert [path.stem for path in recents.recent()] == ["Demandé", "Dernier"]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: path.unlink(), "introuvable"),
        (lambda path: path.write_bytes(b"no database"), "n’est pas un dossier de Créances"),
    ],
    ids=["missing", "foreign"],
)
def test_a_dossier_that_cannot_be_opened_is_said_with_the_way_out(
    program: Program, file: Callable[[str], Path], spoil: Callable[[Path], object], words: str
) -> None:
    path = file("Perdu")
    spoil(path)
    program.begin(Start(path=path))
    assert program.welcome is not None
    assert words in program.welcome.banner.text()


def answering(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """What is asked, the answers given one after the other."""
    asked: list[str] = []
    left = list(answers)

    def choose(_title: str, text: str, _choices: tuple[str, ...], *_: object, informative: str = "") -> str:
        asked.append(f"{text}\n{informative}")
        return left.pop(0)

    monkeypatch.setattr(messages, "choose", choose)
    return asked


def test_a_dossier_open_elsewhere_leaves_the_present_one_open(
    program: Program, file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    program.begin(Start(path=file("Présent")))
    other = file("Occupé")
    asked = answering(monkeypatch, "")
    with assembly.open_company_file(other, holder=assembly.WINDOW):
        program.open(other)
    assert "déjà ouvert" in asked[0]
    assert program.window is not None
    assert program.window.windowTitle() == "Présent — Créances"
    assert "déjà ouvert" in program.window.banner.text()
    program.open(other)
    assert program.window.windowTitle() == "Occupé — Créances"


def test_a_second_window_reads_shows_what_changes_and_writes_nothing(
    program: Program, file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file("Partagé")
    answering(monkeypatch, rescue.READ)
    with assembly.open_company_file(path, holder=assembly.WINDOW) as writer:
        program.begin(Start(path=path))
        window = program.window
        assert window is not None
        assert window.windowTitle() == "Partagé — Créances (lecture seule)"
        assert "rien ne s’y enregistre" in window.safe.notice.text()
        enabled = {name for name, action in window.actions_by_name.items() if action.isEnabled()}
        assert enabled <= READING
        assert {"aged_balance", "find", "backups"} <= enabled
        with pytest.raises(DomainError, match="lecture seule"):
            clients.add(window.session.store, clients.ClientDraft("A", "Alpha"))
        clients.add(writer, clients.ClientDraft("B", "Beta"))
        window.tabs.show_page("clients")
        window.safe._on_tick()
        assert [one.name for one in clients.matching(window.session.store, "", DAY)] == ["Beta"]
        form = ClientDialog(window.session)
        form.show()
        assert not form.accept_button.isEnabled()
        assert "Lecture seule" in form.banner.text()
        form.close()
        form.deleteLater()


def test_a_run_that_ended_badly_is_told_at_the_next_start(
    program: Program, file: Callable[[str], Path]
) -> None:
    path = file("Coupé")
    code = (
        "import os, sys; from pathlib import Path; from creances_desktop.services import assembly, clients;"
        "store = assembly.open_company_file(Path(sys.argv[1]), holder=assembly.WINDOW);"
        "clients.add(store, clients.ClientDraft('A', 'Alpha')); os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == 9
    program.begin(Start(path=path))
    assert program.window is not None
    told = program.window.safe.notice.text()
    assert "s’est arrêté sans fermer" in told
    assert "Client créé\u00a0: Alpha" in told
    program._close_window()
    program.begin(Start(path=path))
    assert program.window.safe.notice.text() == ""


def test_a_damaged_dossier_is_recovered_beside_its_last_copy(
    program: Program, file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file("Abîmé")
    with assembly.open_company_file(path) as store:
        for number in range(300):
            clients.add(store, clients.ClientDraft(f"C{number}", f"Client {number} {'x' * 200}"))
        backups.write(path, backups.Reason.CLOSING)
    data = bytearray(path.read_bytes())
    (lost, *_) = [page for page in range(0, len(data), 4096) if b"client 10 xxx" in data[page : page + 4096]]
    data[lost : lost + 4096] = bytes(4096)
    path.write_bytes(data)
    asked = answering(monkeypatch, rescue.OPEN_RECOVERED)
    monkeypatch.setattr(messages, "show_error", lambda *_: None)  # each page that cannot be read says so
    program.begin(Start(path=path))
    assert program.window is not None
    notice = program.window.safe.notice
    assert "Le fichier du dossier est abîmé" in notice.text()
    notice.action_requested.emit()
    QApplication.processEvents()
    assert "n’a pas pu être relue" in asked[0]
    assert "La dernière bonne sauvegarde est du" in asked[0]
    opened = program.window.session.store.path
    assert ".recupere-" in opened.name
    assert 200 < len(clients.matching(program.window.session.store, "", DAY, limit=400)) < 300
    assert path.exists(), "the damaged file stays"


def test_a_damaged_dossier_gives_way_to_its_last_copy(
    program: Program, file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file("Abîmé")
    backups.write(path, backups.Reason.CLOSING)
    data = path.read_bytes()
    path.write_bytes(data[:100] + bytes(100) + data[200:])
    answering(monkeypatch, rescue.RESTORE)
    program.begin(Start(path=path))
    assert program.window is not None
    assert program.window.session.store.path == path
    assert program.window.windowTitle() == "Abîmé — Créances"


def test_a_dossier_is_created_with_its_company(
    program: Program, tmp_path: Path, file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    program.begin(Start())
    monkeypatch.setattr(CompanyDialog, "ask_profile", lambda _, known: Company(f"{known.legal_name} SARL"))
    program.create(tmp_path / "Lefèvre.creances")
    assert program.window is not None
    assert company.get(program.window.session.store).legal_name == "Lefèvre SARL"
    program.create(file("Déjà là"))
    assert "existe déjà" in program.window.banner.text()
    monkeypatch.setattr(CompanyDialog, "ask_profile", lambda *_: None)
    program.create(tmp_path / "Rien.creances")
    assert not (tmp_path / "Rien.creances").exists()


def test_the_example_is_made_once_a_day_and_kept(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []

    def create(path: Path, day: date, *, holder: str) -> assembly.Store:
        made.append(path)
        return assembly.create_company_file(path, Company("Exemple"), holder=holder)

    monkeypatch.setattr(demo, "create", create)
    program.begin(Start(example=True))
    path = paths.data_folder() / "exemple-2026-11-21.creances"
    assert program.window is not None
    assert program.window.session.store.path == path
    assert [each.name for each in made] == [f".{path.name}.partial"]
    program._close_window()
    program.open_example()
    assert len(made) == 1
    assert [each.name for each in paths.data_folder().glob("*.creances")] == [path.name]


def test_work_that_ends_after_the_welcome_window_is_gone_disturbs_nobody(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def create(path: Path, day: date, *, holder: str) -> assembly.Store:
        return assembly.create_company_file(path, Company("Exemple"), holder=holder)

    monkeypatch.setattr(demo, "create", create)
    executor = Executor()
    program = Program(executor, lambda: DAY)
    program.begin(Start(example=True))
    qtbot.waitUntil(lambda: program.window is not None)
    with qtbot.waitSignal(executor.finished):
        executor.submit(lambda _: None)
    qtbot.waitUntil(lambda: not executor.busy())
    program._close_window()


def test_a_copy_takes_the_place_of_the_open_dossier_which_is_kept(
    program: Program, file: Callable[[str], Path], tmp_path: Path
) -> None:
    path = file("Présent")
    copy = backup.save(path, tmp_path / "copie.creances")
    program.begin(Start(path=path))
    assert program.window is not None
    clients.add(program.window.session.store, clients.ClientDraft("", "Depuis"))
    program.restore(copy)
    assert program.window is not None
    assert clients.matching(program.window.session.store, "", DAY) == []
    assert "avant-restauration" in program.window.banner.text()
    assert len(list(tmp_path.glob("*avant-restauration*"))) == 1


def test_the_arguments_of_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[Start] = []
    monkeypatch.setattr(app, "run", lambda start: started.append(start) or 0)
    monkeypatch.setattr("creances_desktop.ui.safety.start_log", lambda folder: folder)
    assert entry.main(["--jour", "2026-11-21", "a.creances"]) == 0
    assert entry.main(["--exemple"]) == 0
    assert entry.main([]) == 0
    assert started == [Start(Path("a.creances"), example=False, day=DAY), Start(example=True), Start()]
    with pytest.raises(SystemExit) as refused:
        entry.main(["--jour", "21/11/2026"])
    assert refused.value.code == 2
    assert "AAAA-MM-JJ" in capsys.readouterr().err


def test_without_a_screen_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert entry.main([]) == 1
    assert "--sans-ecran" in capsys.readouterr().err


def test_the_main_job_is_done_without_a_screen(tmp_path: Path, project_root: Path) -> None:
    """In a process of its own: it makes the application, as the command does."""
    environment = {
        name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}
    }
    environment["PYTHONPATH"] = str(project_root / "src")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "creances_desktop", "--sans-ecran", "--sortie", str(tmp_path),
         "--jour", "2026-11-21"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    written = [Path(line) for line in done.stdout.splitlines()]
    assert all(path.is_file() for path in written)
    images = [path for path in written if path.suffix == ".png"]
    assert [path.name for path in images] == [
        "1-today.png", "2-clients.png", "3-invoices.png", "4-followups.png", "5-calendar.png",
    ]  # fmt: skip
    for path in images:
        image = QImage(str(path))
        assert (image.width(), image.height()) == (1366, 768)
    letters = [path for path in written if path.suffix == ".pdf"]
    assert letters[0].name == "lettres-2026-11-21.pdf"
    assert len(letters) > 3
    assert all(path.read_bytes().startswith(b"%PDF") for path in letters)
