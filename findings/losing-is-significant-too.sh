#!/usr/bin/env bash
# jstat 1.9.6: a mailing after which fewer buy than without it is better than none, by its one-sided test, with p = .018.
#
# oneSidedDifferenceOfProportions, "the p-value for a 1-sided test", takes two shares and two numbers of customers, but no
# side: it gives the tail beyond the difference, whichever way that points. So it is below one half always, the same where
# the groups are exchanged, and the test finds something twice as often as it says where there is nothing: at 5 % in each
# tenth trial. A rule "keep the mailing if p < .05" keeps those that harm. ztest, ttest and their likes do so as well with
# sides = 1. Nothing warns, nor does the documentation. 1 - p is right where the first share is the lower one.
#
# Data: 100 of 1000 buy with the mailing, 130 of 1000 without it; is it better? Exact: by the normal distribution, z = -2.10.
# Then 10,000 trials of two groups of 1000 in which nothing differs.
#
# Seen:                                      exact  jstat
#       p, mailing 100, none 130              .982   .018
#       p, mailing 130, none 100              .018   .018
#       p, mailing 100, none 100              .500   .500
#       trials of no effect with p < .05     5.0 %  10.0 %
# Ends with 1 if this changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
npm install --silent --no-audit --no-fund --prefix "$place" jstat@1.9.6 >/dev/null
cat >sides.cjs <<'JAVASCRIPT'
const { jStat } = require("jstat");

const EACH = 1000;
const theirs = (mailed, other) => jStat.fn.oneSidedDifferenceOfProportions(mailed / EACH, EACH, other / EACH, EACH);
const exact = (mailed, other) => {
  const share = (mailed + other) / (2 * EACH);
  const z = (mailed - other) / EACH / Math.sqrt((share * (1 - share) * 2) / EACH);
  return 1 - jStat.normal.cdf(z, 0, 1);
};
const seen = [];
for (const [mailed, other] of [[100, 130], [130, 100], [100, 100]]) {
  seen.push(theirs(mailed, other), exact(mailed, other));
  console.log(`mailing ${mailed}, none ${other}: jstat ${seen.at(-2).toFixed(3)}, exact ${seen.at(-1).toFixed(3)}`);
}
let state = 1;
const luck = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const buyers = () => {
  let count = 0;
  for (let who = 0; who < EACH; who += 1) if (luck() < 0.1) count += 1;
  return count;
};
let [found, right] = [0, 0];
for (let trial = 0; trial < 10000; trial += 1) {
  const [mailed, other] = [buyers(), buyers()];
  if (theirs(mailed, other) < 0.05) found += 1;
  if (exact(mailed, other) < 0.05) right += 1;
}
console.log(`no effect, p < .05: jstat ${found / 100} %, exact ${right / 100} %`);
const [z, t] = [jStat.ztest(-2.1, 1), jStat.ttest(-2.1, 20, 1)];
console.log(`ztest(-2.1, 1): ${z.toFixed(3)}, ttest(-2.1, 20, 1): ${t.toFixed(3)}`);
const same = seen.map((p) => p.toFixed(3)).join() === "0.018,0.982,0.018,0.018,0.500,0.500";
const tails = z < 0.02 && t < 0.03;
process.exit(same && tails && found > 900 && found < 1100 && right > 420 && right < 580 ? 0 : 1);
JAVASCRIPT
node sides.cjs
