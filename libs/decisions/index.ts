export { ScoreCards, type ScoreCardRequest } from './cards/score-cards.js';
export { WhatIfs, type WhatIfRequest } from './cards/what-ifs.js';
export { Counterfactuals, type CounterfactualRequest } from './counterfactual/counterfactuals.js';
export { DecisionsHttpModule } from './decisions-http.module.js';
export { DecisionsModule } from './decisions.module.js';
export { Language, LanguageQueryDto, ScoreCardQueryDto } from './dto/row-params.dto.js';
export { ScoreCardDto } from './dto/score-card.dto.js';
export {
  CounterfactualDto,
  CounterfactualRequestDto,
  WhatIfDto,
  WhatIfRequestDto,
} from './dto/what-if.dto.js';
