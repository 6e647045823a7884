/** What the function `push` answers about what happened and whom a template still reaches. Types only, as in `services/answers.ts`. */
import type { AskCards as AskCardsOfCore } from '../../../core/consent/ask-card-counts'
import type { Figures as FiguresOfCore, Place, Steps as StepsOfCore } from '../../../core/reports/facts'
import type { Forecast as ForecastOfCore } from '../../../core/reports/forecast'
import type * as funnel from '../../../core/reports/funnel'
import type * as overview from '../../../core/reports/overview'
import type * as reach from '../../../core/reports/reach'
import type { Way as WayOfCore } from '../../../core/reports/ways'
import { type Json } from '../../services/answers'

export type Figures = Json<FiguresOfCore>
export type Steps = Json<StepsOfCore>
export type Places = Json<Place>[]
export type Funnel = Json<funnel.Funnel>

export type ReportOverview = Json<overview.Overview>
/** `uncounted`: no timer came to count that day. */
export type Day = ReportOverview['days'][number]
export type TemplateStock = ReportOverview['templates'][number]

export type Reach = Json<overview.Reach>
export type ReachAnswer = Json<reach.ReachAnswer>
export type Drift = Reach['drift']
export type Forecast = Json<ForecastOfCore>
export type Way = Json<WayOfCore>

/** What came of cards that were shared to ask somebody. */
export type AskCards = Json<AskCardsOfCore>
