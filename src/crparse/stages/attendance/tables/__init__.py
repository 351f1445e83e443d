"""Attendance in tables: `columns` says what each column holds, `people` reads the people of the rows."""
