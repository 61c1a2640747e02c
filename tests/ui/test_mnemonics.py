"""Protects the keyboard in forms: one action per underlined key, none of the menus, Tab line by line."""

from collections import Counter
from datetime import date
from string import ascii_uppercase

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QTabWidget, QWidget

from creances_desktop.domain.letter_events import EventKind as PostalEvent
from creances_desktop.domain.limitation_events import EventKind, LimitationEvent
from creances_desktop.services import breakdown, clients, company, lists, registered
from creances_desktop.services.attachments import About
from creances_desktop.ui import menus
from creances_desktop.ui.dialogs.aged_balance import AgedBalanceDialog
from creances_desktop.ui.dialogs.attach import AttachDialog
from creances_desktop.ui.dialogs.breakdown import BreakdownDialog
from creances_desktop.ui.dialogs.calendar_entry import CalendarEntryDialog
from creances_desktop.ui.dialogs.calendar_export import CalendarExportDialog
from creances_desktop.ui.dialogs.calendar_settings import CalendarSettingsDialog
from creances_desktop.ui.dialogs.calendar_sheet import CalendarSheetDialog
from creances_desktop.ui.dialogs.call_openings import CallOpeningsDialog
from creances_desktop.ui.dialogs.charges import ChargesDialog
from creances_desktop.ui.dialogs.claim_facts import CostDialog
from creances_desktop.ui.dialogs.claim_settings import ClaimSettingsDialog
from creances_desktop.ui.dialogs.client import ClientDialog
from creances_desktop.ui.dialogs.client_limitation import ClientLimitationDialog
from creances_desktop.ui.dialogs.client_merge import ClientMergeDialog
from creances_desktop.ui.dialogs.client_payments import ClientPaymentsDialog
from creances_desktop.ui.dialogs.company import CompanyDialog
from creances_desktop.ui.dialogs.contact_limits import ContactLimitsDialog
from creances_desktop.ui.dialogs.disputes import DisputeDialog
from creances_desktop.ui.dialogs.email_draft import EmailDraftDialog
from creances_desktop.ui.dialogs.evidence import EvidenceDialog
from creances_desktop.ui.dialogs.first_to_lapse import FirstToLapseDialog
from creances_desktop.ui.dialogs.good_payers import GoodPayersDialog
from creances_desktop.ui.dialogs.holds import InsolvencyDialog, PauseDialog, PromiseDialog
from creances_desktop.ui.dialogs.instalment_plan import InstalmentPlanDialog
from creances_desktop.ui.dialogs.invoice import InvoiceDialog
from creances_desktop.ui.dialogs.letter_event import AnswerDialog, PostalEventDialog
from creances_desktop.ui.dialogs.letter_life import LetterLifeDialog
from creances_desktop.ui.dialogs.letter_templates import LetterTemplatesDialog
from creances_desktop.ui.dialogs.limitation_event import LimitationEventDialog
from creances_desktop.ui.dialogs.limitation_event_change import LimitationEventChangeDialog
from creances_desktop.ui.dialogs.limitation_period import LimitationPeriodDialog
from creances_desktop.ui.dialogs.limitation_periods import LimitationPeriodsDialog
from creances_desktop.ui.dialogs.mail import MailDialog
from creances_desktop.ui.dialogs.other_letter import OtherLetterDialog
from creances_desktop.ui.dialogs.paper_settings import PaperSettingsDialog
from creances_desktop.ui.dialogs.password import PasswordDialog
from creances_desktop.ui.dialogs.payment import CreditDialog, PaymentDialog
from creances_desktop.ui.dialogs.payment_outcomes import RefundDialog, WriteOffDialog
from creances_desktop.ui.dialogs.personal_data import PersonalDataDialog, RetentionDialog
from creances_desktop.ui.dialogs.plan import PlanDialog
from creances_desktop.ui.dialogs.postage import PostageDialog
from creances_desktop.ui.dialogs.rate import RateDialog
from creances_desktop.ui.dialogs.rates import RatesDialog
from creances_desktop.ui.dialogs.registered_slip import RegisteredSlipDialog
from creances_desktop.ui.dialogs.relations import NoDeliveryDialog, RelationDialog
from creances_desktop.ui.dialogs.sending import SendingDialog
from creances_desktop.ui.dialogs.sending_settings import SendingSettingsDialog
from creances_desktop.ui.dialogs.statement import StatementDialog
from creances_desktop.ui.pages.calendar import CalendarPage
from creances_desktop.ui.pages.clients import ClientsPage
from creances_desktop.ui.pages.followups import FollowupsPage
from creances_desktop.ui.pages.invoice_card import InvoiceCardDialog
from creances_desktop.ui.pages.invoices import InvoicesPage
from creances_desktop.ui.pages.today import TodayPage
from creances_desktop.ui.widgets.form import LabelledForm

TODAY = date(2026, 11, 21)
DIALOGS = {
    "client": lambda session, ids: ClientDialog(session, None, 1),
    "company": lambda session, ids: CompanyDialog(company.get(session.store), session=session),
    "invoice": lambda session, ids: InvoiceDialog(session),
    "payment": lambda session, ids: PaymentDialog(session),
    "credit": lambda session, ids: CreditDialog(session, None, ids["credits"]),
    "dispute": lambda session, ids: DisputeDialog(session, None, [ids["open"]]),
    "relation": lambda session, ids: RelationDialog(session, None, 1),
    "no delivery": lambda session, ids: NoDeliveryDialog(session, None, 1),
    "good payers": lambda session, ids: GoodPayersDialog(session, lambda _client, _period: None),
    "contact limits": lambda session, ids: ContactLimitsDialog(session),
    "entry": lambda session, ids: CalendarEntryDialog(session, session.today()),
    "call openings": lambda session, ids: CallOpeningsDialog(session),
    "calendar export": lambda session, ids: CalendarExportDialog(session),
    "calendar settings": lambda session, ids: CalendarSettingsDialog(session),
    "calendar sheet": lambda session, ids: CalendarSheetDialog(session, session.today(), week=True),
    "pause": lambda session, ids: PauseDialog(session, None, client_id=1),
    "promise": lambda session, ids: PromiseDialog(session, None, 1),
    "instalment plan": lambda session, ids: InstalmentPlanDialog(
        session, None, clients.find(session.store, "TRANSPORTS").id
    ),
    "insolvency": lambda session, ids: InsolvencyDialog(session, None, 1),
    "statement": lambda session, ids: StatementDialog(session, None, 1),
    "breakdown": lambda session, ids: BreakdownDialog(session, None, invoice_id=ids["open"]),
    "charges": lambda session, ids: ChargesDialog(
        session, None, breakdown.of_invoice_id(session.store, ids["open"], TODAY), TODAY
    ),
    "rates": lambda session, ids: RatesDialog(session),
    "rate": lambda session, ids: RateDialog(session),
    "plan": lambda session, ids: PlanDialog(session),
    "settings": lambda session, ids: ClaimSettingsDialog(session),
    "cost": lambda session, ids: CostDialog(session, None, ids["open"]),
    "limitation": lambda session, ids: LimitationEventDialog(session, None, ids["open"]),
    "periods": lambda session, ids: LimitationPeriodsDialog(session),
    "period": lambda session, ids: LimitationPeriodDialog(session),
    "event change": lambda session, ids: LimitationEventChangeDialog(
        session, None, [1], LimitationEvent(EventKind.LAWSUIT, TODAY, "Assignation")
    ),
    "client period": lambda session, ids: ClientLimitationDialog(session, None, 1),
    "merge": lambda session, ids: ClientMergeDialog(session, None, 1),
    "lapse": lambda session, ids: FirstToLapseDialog(session),
    "aged": lambda session, ids: AgedBalanceDialog(session),
    "payments": lambda session, ids: ClientPaymentsDialog(session, None, 1),
    "write off": lambda session, ids: WriteOffDialog(session, None, ids["open"]),
    "other letter": lambda session, ids: OtherLetterDialog(session, None, 1, template_id="suspension"),
    "password": lambda session, ids: PasswordDialog(session),
    "mail": lambda session, ids: MailDialog(session),
    "sending": lambda session, ids: SendingDialog(session, None, [ids["open"]]),
    "sending settings": lambda session, ids: SendingSettingsDialog(session),
    "attach": lambda session, ids: AttachDialog(session, About(1)),
    "evidence": lambda session, ids: EvidenceDialog(session, 1),
    "letter life": lambda session, ids: LetterLifeDialog(session, 1),
    "e-mail draft": lambda session, ids: EmailDraftDialog(session, 1),
    "wrong address": lambda session, ids: PostalEventDialog(
        session, None, registered.view(session.store, 1, TODAY), PostalEvent.WRONG_ADDRESS
    ),
    "deposit": lambda session, ids: PostalEventDialog(
        session, None, registered.view(session.store, 1, TODAY), PostalEvent.DEPOSITED
    ),
    "answer": lambda session, ids: AnswerDialog(session, None, registered.view(session.store, 1, TODAY)),
    "paper": lambda session, ids: PaperSettingsDialog(session),
    "postage": lambda session, ids: PostageDialog(session),
    "registered slip": lambda session, ids: RegisteredSlipDialog(session),
    "personal": lambda session, ids: PersonalDataDialog(session, None, 1),
    "retention": lambda session, ids: RetentionDialog(session),
    "letter texts": lambda session, ids: LetterTemplatesDialog(session),
    "refund": lambda session, ids: RefundDialog(session, None, credit_id=ids["credits"]),
    "card": lambda session, ids: InvoiceCardDialog(session, ids["open"]),
    "credit card": lambda session, ids: InvoiceCardDialog(session, ids["credits"]),
}


def keys(widget: QWidget) -> Counter[str]:
    """The mnemonics that can be seen, in capitals."""
    texts = [one.text() for one in widget.findChildren(QAbstractButton) if one.isVisible()]
    texts += [one.text() for one in widget.findChildren(QLabel) if one.isVisible() and one.buddy()]
    for tabs in widget.findChildren(QTabWidget):
        texts += [tabs.tabText(place) for place in range(tabs.count())]
    bare = (text.replace("&&", "") for text in texts)
    return Counter(text[text.index("&") + 1].upper() for text in bare if "&" in text)


def doubled(found: Counter[str]) -> list[str]:
    return [key for key, count in found.items() if count > 1 or key not in ascii_uppercase]


def shown(qtbot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


@pytest.mark.parametrize("name", DIALOGS)
def test_each_key_of_a_dialog_does_one_thing(qtbot, theme, messages, example, name) -> None:
    ids = {
        chosen: lists.invoice_ids(example.store, TODAY, chosen=chosen)[0] for chosen in ("open", "credits")
    }
    dialog = shown(qtbot, DIALOGS[name](example, ids))
    tabs = dialog.findChildren(QTabWidget)
    for place in range(tabs[0].count() if tabs else 1):
        if tabs:
            tabs[0].setCurrentIndex(place)
        assert not doubled(keys(dialog))


def tab_stops(form: LabelledForm) -> list[QWidget]:
    """What Tab visits in a form, in that order, from the first field made."""
    chain, each = [form], form.nextInFocusChain()
    while each is not form:
        chain.append(each)
        each = each.nextInFocusChain()
    return [
        each
        for each in chain
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.isVisible()
        and each.isEnabled()
        and each.focusProxy() is None
        and form.isAncestorOf(each)
    ]


@pytest.mark.parametrize("name", DIALOGS)
def test_tab_goes_down_a_form_line_by_line(qtbot, theme, messages, example, name) -> None:
    ids = {
        chosen: lists.invoice_ids(example.store, TODAY, chosen=chosen)[0] for chosen in ("open", "credits")
    }
    dialog = shown(qtbot, DIALOGS[name](example, ids))
    tabs = dialog.findChildren(QTabWidget)
    for place in range(tabs[0].count() if tabs else 1):
        if tabs:
            tabs[0].setCurrentIndex(place)
        for form in dialog.findChildren(LabelledForm):
            tops = [each.mapTo(form, QPoint(0, each.height() // 2)).y() for each in tab_stops(form)]
            assert tops == sorted(tops)


@pytest.mark.parametrize("page", [TodayPage, ClientsPage, InvoicesPage, FollowupsPage, CalendarPage])
def test_the_keys_of_a_page_leave_those_of_the_menus_alone(qtbot, theme, messages, example, page) -> None:
    found = keys(shown(qtbot, page(example)))
    taken = {title[title.index("&") + 1].upper() for title, _ in menus.MENUS}
    assert not doubled(found)
    assert not taken & set(found)


def test_the_keys_of_the_doors_leave_those_of_the_menus_alone(qtbot, theme, messages, session) -> None:
    found = keys(shown(qtbot, TodayPage(session)))
    assert found, "an empty dossier shows the doors"
    taken = {title[title.index("&") + 1].upper() for title, _ in menus.MENUS}
    assert not doubled(found)
    assert not taken & set(found)
