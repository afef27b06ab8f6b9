"""Claims to United States citizenship: raised by anyone, advised on by counsel, decided by a supervisor (PIA 0-3)."""
