"""A program under test: sends calls through py-near to NEAR_RPC_URL.   python py_near_client.py COUNT [EXIT_STATUS]"""

from __future__ import annotations

import asyncio
import os
import sys

from nacl.signing import SigningKey
from py_near.account import Account

from xccviz.model import base58

SEED = bytes(range(32))


async def main(count: int) -> None:
    key = base58.encode(SEED + bytes(SigningKey(SEED).verify_key))
    account = Account("alice.near", f"ed25519:{key}", os.environ["NEAR_RPC_URL"])
    await account.startup()
    for number in range(count):
        done = await account.function_call("caller.near", "multiple_contracts", {"number": number})
        print("client:", done.transaction.hash, flush=True)
    await account.shutdown()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
    sys.exit(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
