"""Where the gas went: the ledger of each receipt, fees, prices, splits and totals."""
