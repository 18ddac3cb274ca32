import { textFile } from '../text-file.js';
import type { ArtifactFile } from '../delivered-run.js';
import { coordinate, element, type SvgElement, svgText } from './svg.js';
import { linearScale, type Scale, tickText } from './scale.js';

export const width = 640;
export const height = 420;

/** A picture has its own ground, so that it can be read on any page; dark where the reader prefers that. */
const style = `
text{font:13px system-ui,sans-serif;fill:#24292f}
.title{font-size:16px;font-weight:600}.small{font-size:12px}
.ground{fill:#fff}.grid{stroke:#d8dee4;stroke-width:1}.axis{stroke:#6e7781;stroke-width:1}
.line{fill:none;stroke:#0b62c4;stroke-width:2}.other{fill:none;stroke:#c2410c;stroke-width:2}
.mark{fill:#0b62c4}.mark-other{fill:#c2410c}.area{fill:#0b62c4;fill-opacity:.18}
.rule{fill:none;stroke:#6e7781;stroke-width:1.5;stroke-dasharray:5 4}
.cell{fill:#0b62c4}.on-cell{fill:#fff}
@media (prefers-color-scheme:dark){
text{fill:#e6edf3}.ground{fill:#0d1117}.grid{stroke:#30363d}.axis,.rule{stroke:#8b949e}
.line{stroke:#6cb6ff}.other{stroke:#f69d50}.mark,.area,.cell{fill:#6cb6ff}.mark-other{fill:#f69d50}.on-cell{fill:#0d1117}
}`;

export interface Picture {
  readonly title: string;
  /** In words what is to be seen, for people who cannot see it. */
  readonly description: string;
  readonly size?: { readonly width: number; readonly height: number };
  readonly content: readonly SvgElement[];
}

export function pictureFile(path: string, { title, description, size, content }: Picture): ArtifactFile {
  const { width: wide, height: high } = size ?? { width, height };
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${coordinate(wide)} ${coordinate(high)}`,
      width: wide,
      height: high,
      role: 'img',
      'aria-labelledby': 'title description',
    },
    element('title', { id: 'title' }, title),
    element('desc', { id: 'description' }, description),
    element('style', {}, style),
    element('rect', { class: 'ground', width: '100%', height: '100%' }),
    element('text', { class: 'title', x: 16, y: 26 }, shortened(title, Math.floor(wide / 9))),
    ...content,
  );
  return textFile(path, `<?xml version="1.0" encoding="UTF-8"?>\n${svgText(svg)}\n`);
}

export interface Chart {
  readonly x: { readonly label: string; readonly values: readonly number[] };
  readonly y: { readonly label: string; readonly values: readonly number[] };
  readonly marks: (x: Scale, y: Scale) => readonly SvgElement[];
  readonly legend?: readonly { readonly text: string; readonly mark: string }[];
}

const area = { left: 76, right: width - 24, top: 68, bottom: height - 62 };

/** Axes with round ticks, a grid behind the marks, a legend below the title. */
export function chart({ x, y, marks, legend = [] }: Chart): SvgElement[] {
  const horizontal = linearScale(x.values, area.left, area.right);
  const vertical = linearScale(y.values, area.bottom, area.top);
  return [
    ...horizontal.ticks.flatMap((tick) => {
      const at = horizontal.position(tick);
      return [
        element('line', { class: 'grid', x1: at, x2: at, y1: area.top, y2: area.bottom }),
        element(
          'text',
          { class: 'small', x: at, y: area.bottom + 18, 'text-anchor': 'middle' },
          tickText(tick),
        ),
      ];
    }),
    ...vertical.ticks.flatMap((tick) => {
      const at = vertical.position(tick);
      return [
        element('line', { class: 'grid', x1: area.left, x2: area.right, y1: at, y2: at }),
        element(
          'text',
          { class: 'small', x: area.left - 8, y: at + 4, 'text-anchor': 'end' },
          tickText(tick),
        ),
      ];
    }),
    element('path', {
      class: 'axis',
      fill: 'none',
      d: `M${area.left},${area.top}V${area.bottom}H${area.right}`,
    }),
    ...marks(horizontal, vertical),
    element(
      'text',
      { x: (area.left + area.right) / 2, y: height - 20, 'text-anchor': 'middle' },
      shortened(x.label, 80),
    ),
    element(
      'text',
      { transform: `translate(20 ${(area.top + area.bottom) / 2}) rotate(-90)`, 'text-anchor': 'middle' },
      shortened(y.label, 44),
    ),
    ...legend.flatMap(({ text, mark }, place) => [
      element('line', { class: mark, x1: 16 + place * 190, x2: 40 + place * 190, y1: 46, y2: 46 }),
      element('text', { class: 'small', x: 46 + place * 190, y: 50 }, text),
    ]),
  ];
}

/** A line through points; where a value is missing it is interrupted. */
export function linePath(points: readonly (readonly [number, number])[]): string {
  let open = false;
  return points
    .flatMap(([x, y]) => {
      if (!Number.isFinite(x) || !Number.isFinite(y)) {
        open = false;
        return [];
      }
      const command = open ? 'L' : 'M';
      open = true;
      return [`${command}${coordinate(x)},${coordinate(y)}`];
    })
    .join('');
}

export function shortened(text: string, most: number): string {
  const points = Array.from(text);
  return points.length <= most ? text : `${points.slice(0, most - 1).join('')}…`;
}
