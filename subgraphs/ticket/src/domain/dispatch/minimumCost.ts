/**
 * The assignment of rows to columns with the least sum: each row gets one column, no column two rows. There must be at least as many
 * columns as rows, and every cost be finite. Returns the column of each row.
 *
 * Shortest augmenting paths with potentials (Kuhn 1955, Munkres 1957, in the form of Jonker and Volgenant 1987): rows² × columns steps.
 */
export function minimumCost(costs: readonly (readonly number[])[]): number[] {
  const columns = costs[0]?.length ?? 0;
  const rowPrice = new Array<number>(costs.length).fill(0);
  const columnPrice = new Array<number>(columns).fill(0);
  const rowOf = new Array<number>(columns).fill(-1);
  costs.forEach((_, row) => addRow(row, costs, rowPrice, columnPrice, rowOf));
  const columnOf = new Array<number>(costs.length).fill(-1);
  rowOf.forEach((row, column) => { if (row >= 0) columnOf[row] = column; });
  return columnOf;
}

/** Finds the cheapest chain of moves after which the new row has a column too. */
function addRow(newRow: number, costs: readonly (readonly number[])[], rowPrice: number[], columnPrice: number[], rowOf: number[]): void {
  const columns = rowOf.length;
  const distance = new Array<number>(columns).fill(Infinity);
  const reachedFrom = new Array<number>(columns).fill(-1);
  const settled = new Array<boolean>(columns).fill(false);
  let row = newRow;
  let last = -1;
  let length = 0;
  for (;;) {
    let nearest = -1;
    for (let column = 0; column < columns; column += 1) {
      if (settled[column]) continue;
      const through = length + costs[row]![column]! - rowPrice[row]! - columnPrice[column]!;
      if (through < distance[column]!) [distance[column], reachedFrom[column]] = [through, last];
      if (nearest < 0 || distance[column]! < distance[nearest]!) nearest = column;
    }
    settled[nearest] = true;
    length = distance[nearest]!;
    last = nearest;
    if (rowOf[nearest]! < 0) break;
    row = rowOf[nearest]!;
  }
  for (let column = 0; column < columns; column += 1) {
    if (!settled[column] || column === last) continue;
    rowPrice[rowOf[column]!]! += length - distance[column]!;
    columnPrice[column]! -= length - distance[column]!;
  }
  rowPrice[newRow]! += length;
  for (let column = last; column >= 0; column = reachedFrom[column]!) {
    rowOf[column] = reachedFrom[column]! < 0 ? newRow : rowOf[reachedFrom[column]!]!;
  }
}
