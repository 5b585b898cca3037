"""CSV files into the record: all rows or none."""
