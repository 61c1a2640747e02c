"""What is owed is computed as of a day, for everybody and for one client alike."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from creances_desktop.domain.clients import ClientDraft
from creances_desktop.domain.invoices import DocumentKind, DueItemDraft, InvoiceDraft
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

FAR = date(2030, 1, 1)


def add_invoice(t: Transaction, client: int, number: str, day: date, *amounts: int) -> list[int]:
    """The ids of the due items of a new invoice, one a month from its date."""
    entry = t.journal.append("test", number)
    items = tuple(
        DueItemDraft(date(day.year, day.month + 1 + position, 28), amount)
        for position, amount in enumerate(amounts)
    )
    invoice = t.invoices.add(
        InvoiceDraft(client, DocumentKind.INVOICE, number, day, sum(amounts), 0, sum(amounts), items),
        action_id=entry,
    )
    return [item.id for item in t.invoices.due_items(invoice)]


def test_a_payment_counts_from_its_day(store: Store) -> None:
    with store.transaction() as t:
        client = t.clients.add(ClientDraft("C1", "Client"))
        (item,) = add_invoice(t, client, "F1", date(2026, 1, 5), 120_00)
        entry = t.journal.append("test", "payment")
        payment = t.payments.add(client, 50_00, date(2026, 3, 1), "transfer", "", action_id=entry)
        t.payments.allocate(item, 50_00, date(2026, 3, 1), action_id=entry, payment_id=payment)
    with store.reading() as r:
        assert r.balance.open_items(date(2026, 1, 4)) == []
        assert [one.outstanding for one in r.balance.open_items(date(2026, 2, 28))] == [120_00]
        assert [one.outstanding for one in r.balance.open_items(date(2026, 3, 1))] == [70_00]
        assert r.balance.credits(date(2026, 3, 1)) == {}


def test_money_before_the_invoice_is_a_credit_until_its_date(store: Store) -> None:
    with store.transaction() as t:
        client = t.clients.add(ClientDraft("C1", "Client"))
        (item,) = add_invoice(t, client, "F1", date(2026, 2, 10), 100_00)
        entry = t.journal.append("test", "payment")
        payment = t.payments.add(client, 100_00, date(2026, 2, 1), "transfer", "", action_id=entry)
        t.payments.allocate(item, 100_00, date(2026, 2, 10), action_id=entry, payment_id=payment)
    with store.reading() as r:
        assert r.balance.credits(date(2026, 2, 5)) == {client: 100_00}
        assert r.balance.credits(date(2026, 2, 10)) == {}
        assert r.balance.open_items(date(2026, 2, 10)) == []


def test_a_reversed_payment_reopens_from_its_day_and_starts_a_cycle(store: Store) -> None:
    with store.transaction() as t:
        client = t.clients.add(ClientDraft("C1", "Client"))
        (item,) = add_invoice(t, client, "F1", date(2026, 1, 5), 80_00)
        entry = t.journal.append("test", "payment")
        payment = t.payments.add(client, 80_00, date(2026, 2, 1), "cheque", "", action_id=entry)
        part = t.payments.allocate(item, 80_00, date(2026, 2, 1), action_id=entry, payment_id=payment)
        back = t.payments.add(
            client, -80_00, date(2026, 2, 20), "cheque", "", action_id=entry, reverses_id=payment
        )
        t.payments.allocate(
            item,
            -80_00,
            date(2026, 2, 20),
            action_id=entry,
            payment_id=back,
            reverses_id=part,
            reopens=True,
        )
    with store.reading() as r:
        assert r.balance.open_items(date(2026, 2, 19)) == []
        (again,) = r.balance.open_items(date(2026, 2, 20))
        assert (again.outstanding, again.cycle) == (80_00, 2)
        assert r.payments.of_client(client) == []
        assert r.bulk.problems() == []


@settings(max_examples=25)
@given(
    accounts=st.lists(
        st.lists(st.tuples(st.integers(1, 10_000), st.integers(0, 10_000)), max_size=5),
        min_size=1,
        max_size=4,
    )
)
def test_one_clients_view_is_his_part_of_the_whole(
    tmp_path_factory: "object", accounts: list[list[tuple[int, int]]]
) -> None:
    folder = tmp_path_factory.mktemp("balance")  # type: ignore[attr-defined]
    with Store.create(folder / "a.creances") as store:
        with store.transaction() as t:
            entry = t.journal.append("test", "test")
            clients = [t.clients.add(ClientDraft(f"C{n}", f"Client {n}")) for n in range(len(accounts))]
            for client, pairs in zip(clients, accounts, strict=True):
                for number, (amount, paid) in enumerate(pairs):
                    (item,) = add_invoice(t, client, f"{client}-{number}", date(2026, 1, 5), amount)
                    if paid:
                        payment = t.payments.add(
                            client, paid, date(2026, 2, 1), "transfer", "", action_id=entry
                        )
                        t.payments.allocate(
                            item, min(paid, amount), date(2026, 2, 1), action_id=entry, payment_id=payment
                        )
        with store.reading() as r:
            items, in_hand = r.balance.open_items(FAR), r.balance.credits(FAR)
            for client, pairs in zip(clients, accounts, strict=True):
                assert r.balance.open_items(FAR, client_id=client) == [
                    item for item in items if item.client_id == client
                ]
                assert r.balance.credits(FAR, client_id=client).get(client, 0) == in_hand.get(client, 0)
                owed = sum(item.outstanding for item in items if item.client_id == client)
                assert owed - in_hand.get(client, 0) == sum(amount - paid for amount, paid in pairs)
            assert sum(amount for _, _, amount in r.balance.by_due_date(FAR)) == sum(
                item.outstanding for item in items
            )
            assert r.bulk.problems() == []
