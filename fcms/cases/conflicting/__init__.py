"""Where sources disagree on what a gate needs: the gate stays shut until somebody settles it (PIA 1.5-3)."""
