"""Glossary of the workbench: the field's words, what they mean here, and the words that are not used for them.

Each entry is ``English | Chinese | meaning | not``. The window, the papers and the packs keep to these words, and tests
read them from here.

People and bodies
    application | 申请 | what an undertaker hands in for one event, with its papers | not: request form
    undertaker | 承办者 | who carries the event and its safety; applies for the permit | not: contractor, host company
    organiser | 主办者 | who initiates the event; may differ from the undertaker | not: sponsor
    venue manager | 场所管理者 | who runs the place and its fixed facilities | not: landlord
    service provider | 专业服务单位 | guards, screening, stage, medical and other hired services | not: vendor
    regulator | 监管部门 | the authorities, police among them | not: watchdog
    five parties | 五方 | organiser, undertaker, venue manager, service providers, regulators | not: stakeholders
    officer | 主审 | reviews the case and recommends | not: case worker
    approver | 审批 | decides by countersigning; never the one who recommended | not: second officer
    supervisor | 监督 | reads everything, changes nothing but answers to findings | not: manager
    liaison | 联络员 | the undertaker's person, who prepares and pre-checks | not: applicant user
    administrator | 管理员 | people, packs, calendar, backup; takes no decisions | not: superuser

Procedure
    case | 案卷 | one application from receipt to archive, kept as events | not: ticket, file
    receipt | 收件 | the package comes in; the clock for the first notice starts | not: upload
    acceptance | 受理 | the application is taken up; the clock for the decision starts | not: intake approval
    deemed acceptance | 视为受理 | accepted from receipt by law, because no notice was sent in time | not: auto-accept
    correction notice | 补正告知书 | names everything to be mended, once | not: fix notice, rejection letter
    supplement | 补正材料 | corrected papers as they come in | not: re-upload
    tolerated deficiency | 容缺 | a paper may come later, on a promise with a limit | not: defer, waiver
    promise | 承诺 | who hands in which owed paper until when, and what follows otherwise | not: IOU
    suspensive condition | 生效条件 | a promise without which the event may not open | not: soft condition
    pause | 期限中止 | the statutory clock stops on a ground of the law | not: on hold
    extension | 延长期限 | working days added by local rules, allowed by another person | not: deadline shift
    hearing | 听证 | told of, asked for within a period, held; the clock stands meanwhile | not: meeting
    promised period | 承诺期限 | the office's own, shorter period beside the statutory one | not: SLA
    slip | 文书条目 | a paper of a case before it is drawn: which one, its number, how it is made | not: template
    register of numbers | 文号登记簿 | every number drawn, per series and year, without gaps | not: counter
    void number | 作废文号 | stays in the register with its reason, never used again | not: deleted number
    public copy | 公开版 | a decision without personal data, same number and check code | not: redacted draft
    reading version | 英文参考译文 | English for reading; the Chinese paper alone binds | not: English original
    derivation | 推算 | how a date comes about, line by line, with rule, calendar and stops | not: formula dump
    calendar edition | 日历版本 | the working days in force, by a fingerprint kept on the case | not: holiday list
    on-site check | 现场查验 | two officers look at the place before the decision | not: site visit
    consultation | 征求意见 | another authority is asked, with questions and a day | not: ping
    packet | 征求意见包 | what an authority is shown of a case, bound to its request | not: dump, share
    urging | 催办 | an authority that has not replied is reminded, on record | not: nagging, nudge
    joint meeting | 会商 | departments meet; positions, decisions, open points are minuted | not: call, sync
    recommendation | 审查意见 | the officer's proposal to grant or refuse, sealed | not: draft decision
    countersign | 复签 | another person decides on exactly what was recommended | not: second click
    grant | 准予许可 | the permit, with conditions and an approved number | not: pass
    refusal | 不予许可 | the reasoned denial on a condition of the law | not: rejection
    condition | 附带要求 | what the grant asks, with owner, moment and check line | not: remark
    delivery | 送达 | the decision is served | not: send-out
    publication | 公开 | the decision is made public, with redactions | not: posting
    opening check | 举办前检查 | the inspection that clears the event to open | not: go-live
    suspension | 暂停 | the running event is interrupted and may go on | not: halt
    circuit-breaker | 熔断 | trigger, threshold, decider and action to suspend or stop | not: kill switch, halt
    archive | 归档 | the file is closed | not: delete
    act | 演出组 | the items of one performer in one session | not: gig
    sub-form | 互动环节登记 | what an interactive segment must name before it passes | not: questionnaire
    hint word | 词库提示 | a word in a title or text that points at a criterion, never a conclusion | not: violation
    co-review | 会审 | another authority is asked about an item of the programme | not: second opinion
    locked list | 定稿 | the reviewed programme, fixed by its fingerprint in the recommendation | not: final draft
    variation | 节目变更 | another programme than the granted one, reviewed again | not: amendment

Records
    event | 事件 | something that happened in a case, appended to the journal | not: log line
    journal | 日志 | all events of an office in one chain | not: audit table
    seal | 封签 | fingerprint of everything a signature rests on | not: checksum
    stale | 已失效 | the sealed state is no longer the present state | not: dirty
    checkpoint | 检查点 | where the journal stood: chain, number, hash | not: savepoint
    finding | 问题 | what a check found, with its severity | not: alert, bug
    gate | 关口 | a step that open findings close: decision, opening, plan, print | not: lock
    pack | 规则包 | what the law and the office ask, as dated data | not: plug-in, ruleset
    evidence mark | 证据标记 | how well a rule is backed, A to P | not: rating
    governing value | 认定值 | the one value of a fact that counts, chosen with a reason | not: master value

Safety
    hazard | 隐患 | what may cause harm | not: issue
    patrol | 现场巡查 | two officers look at the site between the grant and the end of the event | not: tour
    likelihood | 可能性 | how probable | not: odds
    consequence | 后果 | how grave | not: damage score
    control measure | 控制措施 | what lowers a risk | not: fix
    initial risk | 控制前风险 | before control measures | not: raw score
    residual risk | 控制后风险 | after control measures | not: final score
    seat | 评分方 | who scores independently: the officer, the agency | not: rater
    range | 区间 | how far a doubtful or open score may be off | not: error bar
    red line | 红线规则 | a rule that holds whatever the average says | not: knock-out
    mirror of cases | 相似案例 | nearest earlier grants by a printed distance | not: recommender
    security level | 安保等级 | one (highest) to four | not: alarm level
    density | 密度 | people per area [1/m²] | not: crowdedness
    specific flow | 单位流量 | people per metre of width and second [1/(m·s)] | not: throughput
    boundary layer | 边界层 | the strip along each side of an element that nobody uses | not: margin
    effective width | 有效宽度 | clear width less the boundary layers of both sides | not: usable width
    controlling element | 控制构件 | the way whose queue decides how long egress takes | not: bottleneck node
    pre-movement time | 行动前时间 | from the alarm until people start | not: reaction delay
    ingress | 入场 | people coming in | not: check-in
    egress | 疏散 | people going out, also in an emergency | not: exit flow
    level of service | 服务水平 | class of density and movement | not: comfort
    safe capacity | 安全容量 | the least of what space, seats, entry and exits bear | not: max people
    core zone | 核心区 | where the audience and the stage are | not: red zone
    cordon zone | 警戒区 | the guarded ring round the core | not: alert zone
    control zone | 控制区 | the outer ring with managed access | not: buffer
    post | 岗位 | a place with a task, held by a named person | not: slot
    layer | 层 | near, perimeter, far: how deployment is staggered | not: level
    command post | 指挥部 | where the event is led from | not: war room
    quick-reaction circle | 快反圈 | who reaches a point in the set time | not: radius
    walkable surface | 可通行地面 | where one can walk; fences are open at their gates only | not: navmesh
    pace | 行进系数 | speed through a crowd or on a stair as a share of the free speed | not: friction
    response time | 到达时间 | of the quickest way over the walkable surface from any post | not: latency
    key spot | 重点部位 | a key post whose first wave is checked | not: hot spot
    first wave | 首波力量 | the persons who must be at a key spot within the set seconds | not: first responders
    lookout | 瞭望哨 | a post that watches a zone from where it can be seen | not: spotter
    proposal | 建议布设 | where points would cover most; only a person puts it into the plan | not: auto-place
"""
