"""The dossier on disk: tables, repositories, migrations and copies. SQL lives here only."""
