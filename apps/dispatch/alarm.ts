/** Wakes whoever looks for work; the one who rings need not know who that is. */
export class Alarm {
  private wake: () => void = () => undefined;

  onRing(wake: () => void): void {
    this.wake = wake;
  }

  readonly ring = (): void => this.wake();
}
