/**
 * What TypeScript and the kernels (assembly/) agree on: numbers of kernels, and where their parameters stand, as
 * bytes from the parameters' address. Addresses and counts are 32-bit integers, the rest doubles.
 */

export const BIN_NUMBERS = 0;
export const GRADIENTS = 1;
export const SOFTMAX = 2;
export const QUANTISE = 3;
export const HISTOGRAM = 4;
export const SCAN = 5;
export const PARTITION = 6;
export const LEAF_SUMS = 7;
export const ADD_LEAVES = 8;
export const ROUTE = 9;
export const SORT_NUMBERS = 10;
export const PACKED_SUMS = 11;

/** Bin 0 holds the missing values, 1 … 255 the others. */
export const BINS_PER_COLUMN = 256;
/** A bin is one 64-bit word: the gradients' sum (signed, high) and the hessians' sum (unsigned, low). */
export const HISTOGRAM_BYTES = 2048;
/** Rows per task where sums are made of rows: fixed, so that the order of additions is. */
export const SUM_BLOCK = 4096;
/** Rows per task of the others. */
export const ROW_BLOCK = 8192;

// The table: one byte per row and column, row by row.
export const BINS = 0;
export const ROW_STRIDE = 8;
/** Bytes: how many bins a column has beside that of the missing values. */
export const BIN_COUNTS = 16;
/** Bytes: 1 where bins are categories. */
export const CATEGORICAL = 24;
/** Signed bytes: 1 where the score may only rise with the column, -1 fall. */
export const MONOTONE = 32;

// Objective. Rows are FROM … TO; arrays are as long as the table.
export const FROM = 40;
export const TO = 48;
export const OBJECTIVE = 56;
export const OBJECTIVE_PARAMETER = 64;
export const SCORES = 72;
export const TARGET = 80;
/** 0: every row weighs 1. */
export const WEIGHTS = 88;
export const GRADIENT_VALUES = 96;
export const HESSIAN_VALUES = 104;
/** Per block of rows: sum of losses, largest |gradient|, largest hessian. */
export const BLOCK_RESULTS = 112;
export const CLASS = 120;
export const CLASS_COUNT = 128;
/** Class by class. */
export const PROBABILITIES = 136;
export const ROW_COUNT = 144;

// Quantisation.
export const PACKED = 152;
/** Quanta per unit. */
export const GRADIENT_SCALE = 160;
export const HESSIAN_SCALE = 168;
export const HESSIAN_BITS = 176;
export const ROUNDING_KEY = 184;
/** Not 0: every hessian is one quantum. */
export const CONSTANT_HESSIAN = 192;

// Leaves: rows in the order of the leaves, each leaf's ascending.
export const ROWS = 200;
export const SCRATCH_ROWS = 208;
/** 256 bytes: 1 where the bin takes the true branch. */
export const TRUE_BINS = 216;
export const SPLIT_COLUMN = 224;
/** Per block: how many rows took the true branch. */
export const TRUE_COUNTS = 232;
/** Per segment four integers: leaf, from, to, unused. */
export const SEGMENTS = 240;
/** Per segment four doubles: sums of gradients, hessians and weights, unused. */
export const SEGMENT_SUMS = 248;
export const LEAF_VALUES = 256;

// Histograms.
/** Four columns are loaded at once; a block is at most four such groups, so that its histogram stays in L1. */
export const BLOCK_COUNT = 264;
export const GROUP_COUNT = 272;
export const PARTITION_COUNT = 280;
export const PARTIALS = 288;
export const PARTIAL_BYTES = 296;
/** Where the sum of the partial histograms goes; may be the first of them. */
export const BUILT = 304;
/** The parent's histogram, which becomes the sibling's; 0 when there is none. */
export const PARENT = 312;

// Scan. Quantities are in quanta.
export const COLUMNS = 320;
export const RECORDS = 328;
export const BUILT_LEAF = 336;
export const SIBLING_LEAF = 344;
export const REG_ALPHA = 352;
export const REG_LAMBDA = 360;
/** Not 0: outputs are bounded, because some column is monotone. */
export const BOUNDED = 368;
export const CAT_SMOOTH = 376;
export const CAT_L2 = 384;
export const MAX_CAT_TO_ONEHOT = 392;
export const MAX_CAT_THRESHOLD = 400;
export const MIN_DATA_PER_GROUP = 408;
/** Rows, as cat_smooth is compared with counts too. */
export const CAT_SMOOTH_ROWS = 416;
/** Per column 4 KiB to sort categories in. */
export const SORTING = 424;

// Route: positions FROM … TO of the rows through a tree.
export const NODE_COLUMNS = 432;
/** Per node 256 bytes as TRUE_BINS. */
export const NODE_TRUE_BINS = 440;
export const TRUE_CHILDREN = 448;
export const FALSE_CHILDREN = 456;

// Binning: staged columns of doubles stand one after the other, STAGED_ROWS each.
export const STAGED = 464;
export const STAGED_COLUMNS = 472;
export const STAGED_ROWS = 480;
/** The table's column of the first staged one. */
export const FIRST_COLUMN = 488;
/** Per staged column 256 doubles, ascending, filled up with infinity. */
export const THRESHOLDS = 496;
/** Rows 0 … TRAINING_ROWS - 1 are sampled evenly. */
export const TRAINING_ROWS = 504;
export const SAMPLE_COUNT = 512;
/** Per staged column SORTING_COUNT_BYTES, then twice SAMPLE_COUNT doubles, the first of which end up sorted. */
export const SORTED = 520;
export const SORTING_COUNT_BYTES = 49_152;

export const PARAMETER_BYTES = 576;

// A leaf as the scan sees it: doubles.
export const LEAF_GRADIENT = 0;
export const LEAF_HESSIAN = 8;
/** The smallest hessian a child may have: of min_child_weight and min_child_samples. */
export const LEAF_LEAST_HESSIAN = 16;
export const LEAF_ROWS_PER_HESSIAN = 24;
export const LEAF_MINIMUM = 32;
export const LEAF_MAXIMUM = 40;
/** Not 0: look for a split. */
export const LEAF_OPEN = 48;
export const LEAF_BYTES = 64;

// The best split of a column: two per column, of the built leaf and of its sibling.
/** Improvement; not above 0 when there is none. */
export const RECORD_GAIN = 0;
export const RECORD_TRUE_GRADIENT = 8;
export const RECORD_TRUE_HESSIAN = 16;
/** The last bin of the true branch (numeric). */
export const RECORD_BIN = 24;
export const RECORD_MISSING_TRUE = 28;
export const RECORD_KIND = 32;
/** Bytes, one bit per bin of the true branch (categories). */
export const RECORD_SET = 40;
export const RECORD_BYTES = 128;

export const KIND_NUMERIC = 1;
export const KIND_ONE_CATEGORY = 2;
export const KIND_MANY_CATEGORIES = 3;

export const SQUARED_ERROR = 0;
export const ABSOLUTE_ERROR = 1;
export const HUBER = 2;
export const QUANTILE = 3;
export const POISSON = 4;
export const TWEEDIE = 5;
export const BINARY = 6;
export const MULTICLASS = 7;
