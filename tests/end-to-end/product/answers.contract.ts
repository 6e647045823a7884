/**
 * The mini-program cannot import from `core/`, so it writes down what the functions answer. This file runs nothing:
 * it stops compiling when the two drift apart.
 */
import { type NamedMember } from '../../../core/users/list-members'
import { type UserOverview } from '../../../core/consent/overview'
import { type HistoryItem, type MessageDetail } from '../../../core/history/history'
import { type InboxItem } from '../../../core/history/inbox'
import { type PushSummary } from '../../../core/history/pushes'
import { type Result } from '../../../core/history/results'
import { type Page } from '../../../core/records/page'
import { type Created } from '../../../core/push/create'
import { type DryRun } from '../../../core/push/dry-run'
import { type CreateRequest } from '../../../core/push/request'
import { type SaveRequest } from '../../../core/templates/save'
import { type SyncReport } from '../../../core/templates/sync'
import { type DescribedTemplate } from '../../../core/templates/template'
import { type OwnData } from '../../../core/users/export'
import { type Recipient } from '../../../core/users/recipients'
import type * as answers from '../../../miniprogram/services/answers'
import { type PushRequest, type TemplateChanges } from '../../../miniprogram/admin/services/requests'

/** As a value arrives: a moment is its ISO text. */
type Wire<T> = T extends Date ? string : T extends (infer U)[] ? Wire<U>[] : T extends object ? { [K in keyof T]: Wire<T[K]> } : T

/** `Sent` is all that `Expected` asks for. */
type Meets<Expected, Sent extends Expected> = Sent

export type Contract = [
  Meets<answers.Overview, Wire<UserOverview>>,
  Meets<answers.ListPage<answers.InboxItem>, Wire<Page<InboxItem>>>,
  Meets<answers.OwnData, Wire<OwnData>>,
  Meets<answers.CreatedPush, Wire<Created>>,
  Meets<answers.ListPage<answers.PushSummary>, Wire<Page<PushSummary>>>,
  Meets<answers.ListPage<answers.Result>, Wire<Page<Result>>>,
  Meets<answers.DryRun, Wire<DryRun>>,
  Meets<answers.HistoryItem, Wire<HistoryItem>>,
  Meets<answers.MessageDetail, Wire<MessageDetail>>,
  Meets<answers.Recipient, Wire<Recipient>>,
  Meets<answers.Template, Wire<DescribedTemplate>>,
  Meets<answers.SyncReport, Wire<SyncReport>>,
  Meets<answers.Member, Wire<NamedMember>>,
  // And the other way round: what the pages ask for is what the functions take.
  Meets<Partial<CreateRequest>, PushRequest>,
  Meets<SaveRequest, TemplateChanges>,
]
