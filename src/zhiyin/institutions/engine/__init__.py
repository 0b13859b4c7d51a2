"""The engine in the database: facts in batches become evidence and obligations; SQL stores and sweeps.

What a fact means and what follows from it is decided by the pure core (`derive/`); nothing here decides.
"""
