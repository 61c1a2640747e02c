"""The debits that enter paid charges name their invoice in a table: an id in a key is lost by an export."""

from __future__ import annotations

from alembic.operations import Operations


def charges(operations: Operations) -> None:
    """Adds `charge_debit` with what the keys `charges:<id>` told; those debits get keys of their own."""
    operations.execute(
        """CREATE TABLE charge_debit (
            invoice_id INTEGER NOT NULL,
            claimed_id INTEGER NOT NULL,
            CONSTRAINT pk_charge_debit PRIMARY KEY (invoice_id),
            CONSTRAINT fk_charge_debit_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoice (id),
            CONSTRAINT fk_charge_debit_claimed_id FOREIGN KEY(claimed_id) REFERENCES invoice (id)
        ) STRICT"""
    )
    operations.execute("CREATE INDEX ix_charge_debit_claimed_id ON charge_debit (claimed_id)")
    operations.execute(
        """INSERT INTO charge_debit (invoice_id, claimed_id)
           SELECT d.id, i.id FROM invoice d JOIN invoice i ON d.import_key = 'charges:' || i.id"""
    )
    operations.execute(
        """UPDATE invoice SET import_key = 'charges:' || number
           WHERE import_key >= 'charges:' AND import_key < 'charges;'"""
    )
