/** Everything around one process, which dies at a chosen step: after that nothing that it does has an effect. */
import type { Sql } from '#apps/dispatch/task-store';

export interface Death {
  /** The step at which it dies; 0 = never. */
  readonly step: number;
  /** Whether that step still happens. */
  readonly when: 'before' | 'after';
}

export class MortalWorld {
  steps = 0;
  dead = false;

  constructor(private readonly death: Death) {}

  database(database: Sql): Sql {
    return { query: (sql, params, options) => this.step(() => database.query(sql, params, options)) };
  }

  /** A neighbour whose calls are steps as well. */
  neighbour<S extends object>(service: S): S {
    return new Proxy(service, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return (...args: unknown[]) => this.step(() => method.apply(target, args) as Promise<unknown>);
      },
    });
  }

  private async step<T>(act: () => Promise<T>): Promise<T> {
    if (this.dead) throw new Error('this process is dead');
    this.steps += 1;
    const last = this.steps === this.death.step;
    if (last && this.death.when === 'before') this.die();
    const result = await act();
    if (last) this.die();
    return result;
  }

  private die(): never {
    this.dead = true;
    throw new Error('this process died');
  }
}
