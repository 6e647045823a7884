import { useRef } from 'preact/hooks'
import { ask } from '../live/api'
import { type Config, type User } from '../live/contract'
import { nameOfOpenid } from '../parts/words'
import { deviceOf } from './devices'
import { Phone } from './phone'
import { PhoneBar } from './phone-bar'
import { addPhone, changePhone, MAX_PHONES, removePhone, startPhone, type PhoneState, type Phones as PhonesState } from './phone-state'
import { useClient } from './use-client'
import { useScale } from './use-scale'
import './phones.css'

interface Props {
  config: Config | undefined
  phones: PhonesState
  setPhones(change: (last: PhonesState) => PhonesState): void
}

/** One phone, or two side by side. */
export function Phones({ config, phones, setPhones }: Props) {
  const stage = useRef<HTMLDivElement>(null)
  const { state, ask: retry } = useClient(config?.pages)
  const users = config?.users ?? []
  const { list } = phones
  const devices = list.map(({ device }) => deviceOf(device))
  const scale = useScale(stage, devices)
  const add = async (beside: PhoneState) => {
    const isFree = users.some(({ openid }) => !list.some((phone) => phone.openid === openid))
    // A phone belongs to a person; where all have one, somebody new comes.
    const everybody = isFree ? users : [...users, await ask<User>('/emulator/users', { nickname: `用户 ${users.length + 1}` })]
    setPhones((last) => addPhone(last, everybody, beside.theme))
  }
  const use = (id: number) => setPhones((last) => (last.activeId === id ? last : { ...last, activeId: id }))
  return (
    <section class="phones" aria-label="手机" style={{ '--scale': scale }}>
      <div class="phone-bars">
        {list.map((phone) => (
          <PhoneBar
            key={phone.id}
            style={sizeOf(phone)}
            phone={phone}
            active={list.length > 1 && phone.id === phones.activeId}
            users={users}
            pages={config?.pages ?? []}
            change={(change) => setPhones((last) => changePhone({ ...last, activeId: phone.id }, phone.id, change))}
            start={(page, scene) => setPhones((last) => startPhone({ ...last, activeId: phone.id }, phone.id, page, scene))}
            add={list.length < MAX_PHONES ? () => void add(phone) : undefined}
            remove={list.length > 1 ? () => setPhones((last) => removePhone(last, phone.id)) : undefined}
          />
        ))}
      </div>
      <div class="phone-stage" ref={stage}>
        {list.map((phone) => (
          <div class="phone-slot" key={phone.id} style={sizeOf(phone)}>
            <Phone phone={phone} name={nameOfOpenid(users, phone.openid)} client={state} retry={retry} onUse={() => use(phone.id)} />
          </div>
        ))}
      </div>
    </section>
  )
}

function sizeOf({ device }: PhoneState): Record<string, string> {
  const { width, height } = deviceOf(device)
  return { '--width': `${width}px`, '--height': `${height}px` }
}
