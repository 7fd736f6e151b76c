"""The prescribing checks over somebody's whole list: while choosing, before signing, and what was overridden."""
