// A program under test: sends calls through near-api-js, asks through @near-js/jsonrpc-client. NEAR_RPC_URL, COUNT.
import { NearRpcClient, status } from "@near-js/jsonrpc-client";
import { Account, JsonRpcProvider, KeyPair, KeyPairSigner, actions } from "near-api-js";

const url = process.env.NEAR_RPC_URL;
const signer = new KeyPairSigner(KeyPair.fromRandom("ed25519"));
const account = new Account("alice.near", new JsonRpcProvider({ url }), signer);
for (let number = 0; number < Number(process.argv[2]); number += 1) {
  const done = await account.signAndSendTransaction({
    receiverId: "caller.near",
    actions: [actions.functionCall("multiple_contracts", { number }, 30n * 10n ** 12n, 0n)],
    throwOnFailure: false,
  });
  console.log("client:", done.transaction.hash);
}
console.log("chain:", (await status(new NearRpcClient({ endpoint: url }))).chainId);
