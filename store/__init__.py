"""The record: tables beside their queries, migrations, imports, backup."""
