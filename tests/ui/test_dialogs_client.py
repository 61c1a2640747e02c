"""Protects the forms of clients and of the company: wrong keys refused beside their field, nothing lost."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from creances_desktop.domain.clients import Contact, Nature
from creances_desktop.domain.company import Company
from creances_desktop.services import clients, company, lists
from creances_desktop.ui.dialogs.client import ClientDialog
from creances_desktop.ui.dialogs.company import CompanyDialog

TODAY = date(2026, 11, 21)


@pytest.fixture
def shown(qtbot, theme, messages):
    def show(dialog):
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return show


def accept(qtbot, dialog) -> None:
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)


def test_a_client_is_entered_by_keyboard(qtbot, shown, session, type_text) -> None:
    dialog = shown(ClientDialog(session))
    assert dialog.name.hasFocus()
    type_text(dialog.name, "Écuries & Œuvres")
    for widget, text in (
        (dialog.siren, "732 829 320"),
        (dialog.zip, "44000"),
        (dialog.city, "Nantes"),
        (dialog.email, "compta@ecuries.example"),
        (dialog.terms.line, "45"),
        (dialog.rate, "12,5"),
        (dialog.tags, "Bois, Grand compte ,"),
        (dialog.judgment, "15/10/2026"),
    ):
        qtbot.keyClicks(widget, text)
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    client = clients.get(session.store, dialog.changes.id)
    assert (client.name, client.code, client.siren) == ("Écuries & Œuvres", "ECURIESO", "732829320")
    assert client.nature is Nature.PROFESSIONAL
    assert (client.terms_days, client.contract_rate_percent) == (45, "12.5")
    assert client.tags == ("Bois", "Grand compte")
    assert client.insolvency_judgment == date(2026, 10, 15)


@pytest.mark.parametrize(
    ("field", "typed", "tab"),
    [
        ("siren", "732829321", 0),
        ("vat_number", "FR1", 0),
        ("email", "personne", 0),
        ("rate", "abc", 2),
    ],
)
def test_a_wrong_key_is_refused_beside_its_field(qtbot, shown, session, field, typed, tab) -> None:  # noqa: PLR0917 - fixtures
    dialog = shown(ClientDialog(session))
    qtbot.keyClicks(dialog.name, "Martin")
    qtbot.keyClicks(getattr(dialog, field), typed)
    accept(qtbot, dialog)
    assert dialog.isVisible()
    assert getattr(dialog, field).error()
    assert dialog.tabs.currentIndex() == tab, "the field is brought before the eyes"
    assert len(lists.client_ids(session.store, TODAY)) == 0


def test_a_code_already_taken_is_refused_beside_it(qtbot, shown, session, owing) -> None:
    owing("Martin")
    dialog = shown(ClientDialog(session))
    qtbot.keyClicks(dialog.name, "Autre")
    qtbot.keyClicks(dialog.code, "MARTIN")
    dialog.tabs.setCurrentIndex(2)
    accept(qtbot, dialog)
    assert "MARTIN" in dialog.identity.error("code")
    assert dialog.tabs.currentIndex() == 0


def test_opening_and_accepting_changes_nothing(qtbot, shown, session, owing) -> None:
    client_id = owing("Étoile & Fils", (10, 100_00))
    known = clients.get(session.store, client_id)
    full = replace(
        known,
        siren="73282932000074",
        vat_number="FR44732829320",
        notes="Deux\nlignes",
        tags=("A", "B"),
        terms="fin de mois",
        public_body_kind="Commune",
        contacts=(Contact(name="Mme Roy", role="compta", phone="02", email="r@x.example", preferred=True),),
        insolvency_judgment=date(2026, 1, 2),
    )
    clients.update(session.store, client_id, full)
    before = clients.get(session.store, client_id)
    dialog = shown(ClientDialog(session, None, client_id))
    accept(qtbot, dialog)
    after = clients.get(session.store, client_id)
    assert replace(after, contacts=()) == replace(before, contacts=())
    assert [replace(one, id=0) for one in after.contacts] == [replace(one, id=0) for one in before.contacts]


def test_contacts_are_added_preferred_and_removed(qtbot, shown, session, owing) -> None:
    client_id = owing("Étoile")
    dialog = shown(ClientDialog(session, None, client_id))
    dialog.tabs.setCurrentIndex(1)
    grid = dialog.contacts
    for name in ("Roy", "Petit", "Faux"):
        grid._on_add()
        last = grid.model.rowCount() - 1
        assert grid.model.setData(grid.model.index(last, 0), name)
    grid.grid.setCurrentIndex(grid.model.index(2, 0))
    grid._on_remove()
    grid.grid.setCurrentIndex(grid.model.index(1, 0))
    grid._on_prefer()
    accept(qtbot, dialog)
    contacts = clients.get(session.store, client_id).contacts
    assert [(one.name, one.preferred) for one in contacts] == [("Petit", True), ("Roy", False)]


def test_a_wrong_address_of_a_contact_is_said_and_not_taken(shown, session) -> None:
    dialog = shown(ClientDialog(session))
    dialog.contacts.set_contacts([Contact(name="Roy")])
    model = dialog.contacts.model
    assert not model.setData(model.index(0, model.column_index("email")), "faux@")
    assert "faux@" in dialog.banner.text()


def test_the_kind_of_public_body_is_asked_of_public_bodies_only(shown, session) -> None:
    dialog = shown(ClientDialog(session))
    assert not dialog.public_body_kind.isVisible()
    dialog.nature.setCurrentIndex(dialog.nature.findData(Nature.PUBLIC.value))
    dialog.nature.activated.emit(dialog.nature.currentIndex())
    assert dialog.public_body_kind.isVisible()


def test_every_field_has_a_label_and_a_name_for_screen_readers(shown, session) -> None:
    dialog = shown(ClientDialog(session))
    for form in dialog.forms:
        for name, field in form._fields.items():
            assert form._labels[name].buddy() is field
            assert field.accessibleName(), name


def test_the_company_is_saved_with_its_images_in_one_action(qtbot, shown, session, tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    image.save(str(logo))
    dialog = shown(CompanyDialog(company.get(session.store), session=session))
    dialog.iban.setText("")
    qtbot.keyClicks(dialog.iban, "fr1420041010050500013m02606")
    dialog.logo.choose(logo)
    accept(qtbot, dialog)
    saved = company.get(session.store)
    assert saved.iban == "FR1420041010050500013M02606"
    assert company.image(session.store, saved.logo) == logo.read_bytes()
    again = shown(CompanyDialog(saved, session=session))
    again.logo._on_remove()
    accept(qtbot, again)
    assert company.get(session.store).logo == ""


@pytest.mark.parametrize(("field", "typed", "tab"), [("iban", "FR76 1", 1), ("siren", "12", 0)])
def test_a_wrong_number_of_the_company_is_refused(qtbot, shown, session, field, typed, tab) -> None:  # noqa: PLR0917 - fixtures
    before = company.get(session.store)
    dialog = shown(CompanyDialog(before, session=session))
    getattr(dialog, field).clear()
    qtbot.keyClicks(getattr(dialog, field), typed)
    accept(qtbot, dialog)
    assert getattr(dialog, field).error()
    assert dialog.tabs.currentIndex() == tab
    assert company.get(session.store) == before


def test_an_image_of_another_kind_is_refused_beside_it(qtbot, shown, session, tmp_path: Path) -> None:
    fake = tmp_path / "logo.png"
    fake.write_bytes(b"GIF89a")
    dialog = shown(CompanyDialog(company.get(session.store), session=session))
    dialog.logo.choose(fake)
    accept(qtbot, dialog)
    assert "PNG" in dialog.bank.error("logo")
    assert dialog.tabs.currentIndex() == 1


def test_a_new_company_is_only_a_profile(qtbot, shown) -> None:
    dialog = shown(CompanyDialog(Company("")))
    accept(qtbot, dialog)
    assert dialog.identity.error("legal_name")
    qtbot.keyClicks(dialog.legal_name, "Menuiserie Martin")
    accept(qtbot, dialog)
    assert dialog.profile == Company("Menuiserie Martin")


def test_terms_are_words_told_while_typing_and_warned_about(qtbot, shown, session) -> None:
    dialog = shown(ClientDialog(session))
    qtbot.keyClicks(dialog.name, "Martin")
    dialog.tabs.setCurrentIndex(2)
    qtbot.keyClicks(dialog.terms.line, "90 jours")
    assert "19/02/2027" in dialog.terms.sentence.text(), "an invoice of today as an example"
    assert "L441-10" in dialog.terms.warning.text()
    dialog.terms.line.clear()
    qtbot.keyClicks(dialog.terms.line, "quand il pourra")
    accept(qtbot, dialog)
    assert dialog.isVisible()
    assert "pas compris" in dialog.terms_form.error("terms")
    dialog.terms.line.clear()
    qtbot.keyClicks(dialog.terms.line, "30 jours le 10")
    qtbot.keyClicks(dialog.rate, "BCE + 12")
    dialog.trade.setCurrentIndex(dialog.trade.findData("transport"))
    accept(qtbot, dialog)
    client = clients.get(session.store, dialog.changes.id)
    assert (client.terms, client.trade) == ("30 jours le 10", "transport")
    assert client.contract_rate_percent == "BCE + 12 points"


def test_both_readings_of_ambiguous_terms_are_offered(qtbot, shown, session) -> None:
    dialog = shown(ClientDialog(session))
    dialog.tabs.setCurrentIndex(2)
    qtbot.keyClicks(dialog.terms.line, "45 jours fin de mois")
    assert dialog.terms.first.isVisible()
    qtbot.mouseClick(dialog.terms.first, Qt.MouseButton.LeftButton)
    assert "puis fin de mois" in dialog.terms.text()
    assert not dialog.terms.is_ambiguous()


def test_terms_that_nobody_touched_stay_as_an_import_brought_them(qtbot, shown, session, owing) -> None:
    client_id = owing("Martin")
    clients.update(session.store, client_id, replace(clients.get(session.store, client_id), terms_days=40))
    dialog = shown(ClientDialog(session, None, client_id))
    assert dialog.terms.text() == "40\u00a0jours"
    accept(qtbot, dialog)
    after = clients.get(session.store, client_id)
    assert (after.terms, after.terms_days) == ("", 40)
