/**
 * Reads the text of an image with tesseract.js and its English model, both from the disk: nothing is fetched. The engine is a
 * thread of this process and holds some 100 MB, so it starts with the first image, which takes half a second, and ends when
 * there was none for a while.
 */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Worker as Thread } from 'node:worker_threads';
import tesseract from 'tesseract.js';
import { Refuse } from '#sdk/pull-work';

export interface ReadLine {
  readonly text: string;
  /** 0 to 1. */
  readonly confidence: number;
}

/** Lines that belong together. */
export type Paragraph = readonly ReadLine[];

interface Engine {
  readonly worker: tesseract.Worker;
  /** Rejects when the thread breaks, for want of memory for one. */
  readonly broken: Promise<never>;
}

const idleMs = 30_000;
/** The smaller of the package's two models: it reads print as well as the other one. */
const modelFile = '@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz';

/** For one image at a time. */
export class PageReader {
  #engine: Promise<Engine> | undefined;
  #idle: NodeJS.Timeout | undefined;

  /** Nothing for a blank page. Throws `Refuse` for a damaged image, and the signal's reason as soon as it is aborted. */
  async read(image: Buffer, signal: AbortSignal = new AbortController().signal): Promise<Paragraph[]> {
    clearTimeout(this.#idle);
    this.#engine ??= startEngine();
    try {
      return await Promise.race([recognize(this.#engine, image, signal), aborted(signal)]);
    } catch (error) {
      // In whatever state that has left the engine: the next image gets a new one.
      await this.close();
      throw error;
    } finally {
      this.#idle = setTimeout(() => void this.close(), idleMs).unref();
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const engine = this.#engine;
    this.#engine = undefined;
    await engine?.then(
      ({ worker }) => worker.terminate(),
      () => undefined,
    );
  }
}

async function recognize(starting: Promise<Engine>, image: Buffer, signal: AbortSignal): Promise<Paragraph[]> {
  const { worker, broken } = await starting;
  signal.throwIfAborted();
  const recognized = worker.recognize(image, {}, { text: false, blocks: true }).catch((why: unknown) => {
    throw new Refuse('the image is damaged and cannot be read', { cause: why });
  });
  const { data } = await Promise.race([recognized, broken]);
  const paragraphs = (data.blocks ?? []).flatMap((block) => block.paragraphs);
  return paragraphs.map(({ lines }) =>
    lines.map(({ text, confidence }) => ({ text: text.trim(), confidence: Math.round(confidence) / 100 })),
  );
}

function startEngine(): Promise<Engine> {
  return new Promise((resolve, reject) => {
    const options = {
      langPath: dirname(fileURLToPath(import.meta.resolve(modelFile))),
      cacheMethod: 'none',
      // A start that fails is told nowhere else. Later it hears what `recognize` throws as well, and need not do anything.
      errorHandler: (why: unknown) => reject(new Error(String(why))),
    };
    tesseract.createWorker('eng', tesseract.OEM.LSTM_ONLY, options).then((worker) => {
      const { worker: thread } = worker as unknown as { worker: Thread };
      const broken = new Promise<never>((_, fail) => thread.once('error', fail));
      // Who reads at that moment hears of it; between two pages nobody does, and the next one finds it broken.
      broken.catch(() => undefined);
      resolve({ worker, broken });
    }, reject);
  });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const give = () => reject(signal.reason);
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });
}
