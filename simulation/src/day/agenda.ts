type Entry = { time: number; order: number; action: () => void };

/** What is to happen, by time; at the same time in the order in which it was entered. */
export class Agenda {
  now = 0;
  private readonly heap: Entry[] = [];
  private entered = 0;

  at(time: number, action: () => void): void {
    this.heap.push({ time: Math.max(time, this.now), order: (this.entered += 1), action });
    this.rise(this.heap.length - 1);
  }

  run(until: number): void {
    while (this.heap[0] && this.heap[0].time <= until) {
      const { time, action } = this.takeFirst();
      this.now = time;
      action();
    }
    this.now = until;
  }

  private takeFirst(): Entry {
    const first = this.heap[0]!;
    const last = this.heap.pop()!;
    if (this.heap.length > 0) {
      this.heap[0] = last;
      this.sink(0);
    }
    return first;
  }

  private rise(index: number): void {
    const parent = (index - 1) >> 1;
    if (index === 0 || !this.swapIfEarlier(index, parent)) return;
    this.rise(parent);
  }

  private sink(index: number): void {
    const [left, right] = [2 * index + 1, 2 * index + 2];
    const child = right < this.heap.length && isEarlier(this.heap[right]!, this.heap[left]!) ? right : left;
    if (child >= this.heap.length || !this.swapIfEarlier(child, index)) return;
    this.sink(child);
  }

  private swapIfEarlier(index: number, other: number): boolean {
    const [a, b] = [this.heap[index]!, this.heap[other]!];
    if (!isEarlier(a, b)) return false;
    this.heap[index] = b;
    this.heap[other] = a;
    return true;
  }
}

const isEarlier = (a: Entry, b: Entry): boolean => a.time < b.time || (a.time === b.time && a.order < b.order);
