"""A contract's code, the context it had and its state by key → what it does: one FunctionCall, run again, exactly.

Pure: nothing here reads a file or a network, and a clock only to stop a run that takes too long; a contract reaches
only the host functions in `host`. wasmtime is imported when the first call runs.

Words: *host function*, one that the code may call (`env`);
*register*, a numbered place of the host for bytes; *price*, what the protocol charges (`prices`); *need*, a fact or
key that nobody supplied, which ends the run: it is never guessed.
"""
