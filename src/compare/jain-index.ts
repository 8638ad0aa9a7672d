/**
 * Fairness of shares (Jain, Chiu, Hawe 1984): 1 when all are equal, 1/n when one has everything. Of
 * nothing at all every share is equal.
 */
export function jainIndex(shares: readonly number[]): number {
  const sum = shares.reduce((total, share) => total + share, 0);
  const squares = shares.reduce((total, share) => total + share * share, 0);
  return squares === 0 ? 1 : (sum * sum) / (shares.length * squares);
}
