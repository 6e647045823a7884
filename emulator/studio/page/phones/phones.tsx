import { useRef } from 'preact/hooks'
import { type Config } from '../live/contract'
import { nameOfOpenid } from '../parts/words'
import { Phone } from './phone'
import { PhoneBar } from './phone-bar'
import { addPhone, changePhone, MAX_PHONES, removePhone, startPhone, type Phones as PhonesState } from './phone-state'
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
  const scale = useScale(stage)
  const { state, ask } = useClient(config?.pages)
  const users = config?.users ?? []
  const { list } = phones
  const use = (id: number) => setPhones((last) => (last.activeId === id ? last : { ...last, activeId: id }))
  return (
    <section class="phones" aria-label="手机" style={{ '--scale': scale, '--count': list.length }}>
      <div class="phone-bars">
        {list.map((phone) => (
          <PhoneBar
            key={phone.id}
            phone={phone}
            active={list.length > 1 && phone.id === phones.activeId}
            users={users}
            change={(change) => setPhones((last) => changePhone({ ...last, activeId: phone.id }, phone.id, change))}
            start={(page) => setPhones((last) => startPhone({ ...last, activeId: phone.id }, phone.id, page))}
            add={list.length < MAX_PHONES ? () => setPhones((last) => addPhone(last, users, phone.theme)) : undefined}
            remove={list.length > 1 ? () => setPhones((last) => removePhone(last, phone.id)) : undefined}
          />
        ))}
      </div>
      <div class="phone-stage" ref={stage}>
        {list.map((phone) => (
          <div class="phone-slot" key={phone.id}>
            <Phone phone={phone} name={nameOfOpenid(users, phone.openid)} client={state} retry={ask} onUse={() => use(phone.id)} />
          </div>
        ))}
      </div>
    </section>
  )
}
