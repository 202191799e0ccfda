#!/usr/bin/env bash
# currency.js 2.0.4, accounting 0.4.1 and js-money 0.6.3: 5 % of 2.50 euros are 13 cents, and 12 of them come back.
#
# All three round halves towards plus infinity, so that an amount and its negative are not rounded to opposites. Where goods
# go back, half a cent of tax, discount or commission leaves a cent behind in the books, always in the same direction: of
# 1,000 sales that are wholly undone 500 do so, and 5 euros are left of nothing. big.js 7.0.1 and spreadsheets round halves
# away from 0, Python's decimal and R to even digits, so that the two always cancel. The maker of currency.js calls it
# intended (issues 378 and 451); the documentation of none of the three tells of it, and nothing warns. Rounding the amount
# without its sign mends it. (That accounting leaves less is due to halves that it takes for something less in binary.)
#
# Data: 5 % of sales of .10, .20, ... 100.00 euros, each in cents, and of the same that go back.
#
# Seen: 5 % of             2.50   -2.50    left of 1,000 sales that went back
#       big.js, exact      0.13   -0.13    0.00
#       currency.js        0.13   -0.12    5.00
#       accounting         0.13   -0.12    4.31
#       js-money           0.13   -0.12    5.00
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
npm install --silent --no-audit --no-fund --prefix "$place" \
    currency.js@2.0.4 accounting@0.4.1 js-money@0.6.3 big.js@7.0.1 >/dev/null
cat >refunds.cjs <<'JAVASCRIPT'
const Big = require("big.js");
const accounting = require("accounting");
const currency = require("currency.js");
const Money = require("js-money");

// Five per cent of a number of cents, in cents.
const kinds = {
  "big.js": (cents) => Number(new Big(cents).times("0.05").round(0)),
  "currency.js": (cents) => currency(cents, { fromCents: true }).multiply(0.05).intValue,
  accounting: (cents) => Math.round(Number(accounting.toFixed(cents * 0.0005, 2)) * 100),
  "js-money": (cents) => Money.fromInteger(cents, Money.EUR).multiply(0.05).amount,
};
const seen = Object.entries(kinds).map(([name, part]) => {
  let left = 0;
  for (let cents = 10; cents <= 10000; cents += 10) left += part(cents) + part(-cents);
  console.log(`${name.padEnd(12)} ${part(250) / 100} and ${part(-250) / 100}; left ${left / 100}`);
  return [part(250), part(-250), left];
});
// Given and back of 2.50 euros, and what is left of all, in cents.
const expected = [[13, -13, 0], [13, -12, 500], [13, -12, 431], [13, -12, 500]];
if (JSON.stringify(seen) !== JSON.stringify(expected)) {
  console.error(`this has changed: ${JSON.stringify(seen)} for ${JSON.stringify(expected)}`);
  process.exit(1);
}
JAVASCRIPT
node refunds.cjs || exit 1
