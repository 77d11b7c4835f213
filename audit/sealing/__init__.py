"""Seals over the ledger: that nothing was changed, removed or added can be proved. See docs/decisions/seals.md.

What checks them needs no settings and no secret of ours, so that it also runs on a copy: see `verification`.
"""
