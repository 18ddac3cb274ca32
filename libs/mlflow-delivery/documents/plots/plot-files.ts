import type { ArtifactFile, DeliveredRun, DeliveredVersion } from '../delivered-run.js';
import { confusionPlot } from './confusion-plot.js';
import { importancePlot } from './importance-plot.js';
import { lossPlot } from './loss-plot.js';
import { rankingPlot } from './ranking-plot.js';
import { reliabilityPlot } from './reliability-plot.js';
import { residualsPlots } from './residuals-plot.js';

/** Those that the card has numbers for. */
export function plotFiles(delivered: DeliveredRun & { readonly version: DeliveredVersion }): ArtifactFile[] {
  const { version } = delivered;
  const plots = [
    lossPlot(delivered),
    reliabilityPlot(version),
    rankingPlot(version),
    ...residualsPlots(delivered),
    confusionPlot(version),
    importancePlot(version),
  ];
  return plots.filter((plot) => plot !== undefined);
}
