import { unguardFormula } from '../csv/formula-guard.js';
import { type DateFormat, dateFormats, dayOf, looksLikeDay } from './date-text.js';
import { Extremes } from './extremes.js';
import { LevelCounter } from './level-counter.js';
import { MissingMarkers } from './missing-markers.js';
import { numberText } from './number-text.js';
import { UniqueTexts } from './unique-texts.js';

export interface ObserverOptions {
  readonly decimalComma: boolean;
  /** Of the file. */
  readonly markers: MissingMarkers;
  /** Declared for the column; numbers among them are compared as numbers. */
  readonly missingValues: readonly (number | string)[];
  /** Texts that are counted. */
  readonly mostLevels: number;
  /** Whether texts that occur again are looked for: it takes 16 bytes per row. */
  readonly watchUniqueness: boolean;
}

/** What the cells of one column show, in memory that does not grow with the file; see `UniqueTexts` for the exception. */
export class ColumnObserver {
  present = 0;
  missing = 0;
  /** Markers that stood for missing values, as the file spells them; `''` is a blank cell. */
  readonly markers = new Map<string, number>();
  numbers = 0;
  /** Numbers that are written as codes: leading zeros, too many digits. */
  codes = 0;
  fractions = 0;
  pointMarks = 0;
  commaMarks = 0;
  firstLineWithoutNumber: number | undefined;
  longest = 0;
  /** Cells that are a day in each format. */
  readonly days: Record<DateFormat, number> = { 'yyyy-mm-dd': 0, 'dd/mm/yyyy': 0, 'mm/dd/yyyy': 0 };
  timesOfDay = 0;
  readonly extremes = new Extremes();
  readonly unique: UniqueTexts | undefined;
  private readonly counter: LevelCounter;
  private readonly declared: MissingMarkers;
  private readonly declaredNumbers: ReadonlySet<number>;

  constructor(readonly options: ObserverOptions) {
    this.counter = new LevelCounter(options.mostLevels);
    this.unique = options.watchUniqueness ? new UniqueTexts() : undefined;
    this.declared = new MissingMarkers(options.missingValues.map(String));
    this.declaredNumbers = new Set(options.missingValues.map(Number).filter((value) => !Number.isNaN(value)));
  }

  get levels(): ReadonlyMap<string, number> | undefined {
    return this.counter.levels;
  }

  observe(cell: string, line: number): void {
    const text = cell.trim();
    if (this.options.markers.has(text) || this.declared.has(text)) return this.miss(text);
    const number = numberText(text, this.options.decimalComma);
    if (this.declaredNumbers.has(number.value)) return this.miss(text);
    this.present++;
    if (Number.isNaN(number.value)) {
      this.firstLineWithoutNumber ??= line;
      if (looksLikeDay(text)) this.observeDay(text);
    } else {
      this.numbers++;
      if (number.code) this.codes++;
      if (number.mark === 'comma') this.commaMarks++;
      else if (number.mark === 'point') this.pointMarks++;
      if (!Number.isInteger(number.value)) this.fractions++;
      this.extremes.observe(number.value);
    }
    if (text.length > this.longest) this.longest = text.length;
    this.counter.observe(text.charCodeAt(0) === 39 ? unguardFormula(text) : text);
    this.unique?.observe(text, line);
  }

  private miss(text: string): void {
    this.missing++;
    this.markers.set(text, (this.markers.get(text) ?? 0) + 1);
  }

  private observeDay(text: string): void {
    for (const format of dateFormats) if (dayOf(text, format) !== undefined) this.days[format]++;
    if (text.length > 10) this.timesOfDay++;
  }
}
