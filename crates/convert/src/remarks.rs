//! The words of all notes.

use flowglass_flow::{Span, Words};

use crate::note::{Note, Weight};
use crate::source::Unsaid;

/// A name or a text in a sentence.
fn quoted(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}

pub(crate) fn unsaid(at: Span, text: &str, why: Unsaid) -> Note {
    let text = quoted(text);
    match why {
        Unsaid::Wildcard => Note::new(
            "no-wildcards",
            Weight::Decide,
            at,
            [
                format!("{text} has no equivalent: there are no wildcards"),
                format!("{text} 没有对应的写法：新语言没有通配符"),
            ],
            Words::new(
                "Paths of the new language lead to one value, and no published function picks a member out of every element of an array.",
                "新语言的路径只能指向一个值，也没有公开的函数能从数组的每个元素中取出某个成员。",
            ),
            Words::new(
                "Let whoever uses the value read the whole list, or collect it in a function.",
                "请让使用者读取整个列表，或者用函数来收集。",
            ),
        ),
        Unsaid::Context => Note::new(
            "no-such-context",
            Weight::Decide,
            at,
            [
                format!("{text} has no equivalent: the context object has no such member"),
                format!("{text} 没有对应的写法：上下文对象没有这个成员"),
            ],
            Words::new(
                "`$Context` holds the execution's name, input and role and what concerns the current state [DATA]; null stands in its place.",
                "`$Context` 只有执行的名称、输入、角色以及当前状态的信息 [DATA]；这里以 null 代替。",
            ),
            Words::new(
                "Hand the value in with the execution's input, or do without it.",
                "请通过执行的输入传入这个值，或者不再使用它。",
            ),
        ),
    }
}

pub(crate) fn items_as_a_whole(at: Span, text: &str) -> Note {
    let text = quoted(text);
    Note::new(
        "items-as-a-whole",
        Weight::Decide,
        at,
        [
            format!("{text} has no equivalent: the whole results of the iterations stand in its place"),
            format!("{text} 没有对应的写法：这里改为各次迭代的完整结果"),
        ],
        Words::new(
            "There are no wildcards, and no published function picks a member out of every element of an array.",
            "新语言没有通配符，也没有公开的函数能从数组的每个元素中取出某个成员。",
        ),
        Words::new(
            "Let whoever uses the list look into its elements, or collect the values in a function.",
            "请让使用者到列表的元素中读取，或者用函数来收集这些值。",
        ),
    )
}

pub(crate) fn wrapped_items(at: Span) -> Note {
    Note::new(
        "wrapped-items",
        Weight::Decide,
        at,
        ["the results of the iterations stand under `local`".to_owned(), "各次迭代的结果位于 `local` 之下".to_owned()],
        Words::new(
            "An iteration hands on what a task answers, whose keys the text does not tell, and the output of a state can only be built from keys that are known.",
            "迭代传出任务的返回结果，文本没有说明其中的键，而状态的输出只能由已知的键构造。",
        ),
        Words::new(
            "Give the tasks of the iteration `outputMappings` and convert again, or read each element's `local`.",
            "请为迭代中的任务写明 `outputMappings` 后重新转换，或者读取每个元素的 `local`。",
        ),
    )
}

pub(crate) fn wrapped_output(at: Span) -> Note {
    Note::new(
        "wrapped-output",
        Weight::Decide,
        at,
        ["the output of the execution stands under `local`".to_owned(), "执行的输出位于 `local` 之下".to_owned()],
        Words::new(
            "The flow puts out what a task answers, whose keys the text does not tell, and the output of a state can only be built from keys that are known.",
            "流程输出任务的返回结果，文本没有说明其中的键，而状态的输出只能由已知的键构造。",
        ),
        Words::new(
            "Give the flow `outputMappings` with the keys that somebody reads and convert again, or let them read `local`.",
            "请为流程写明 `outputMappings`（列出会被读取的键）后重新转换，或者让使用者读取 `local`。",
        ),
    )
}

pub(crate) fn null_instead_of_missing(at: Span, keys: &[&str]) -> Note {
    let keys = keys.iter().map(|key| quoted(key)).collect::<Vec<_>>().join(", ");
    Note::new(
        "null-instead-of-missing",
        Weight::Differs,
        at,
        [
            format!("{keys} can be null in the output instead of missing"),
            format!("输出中的 {keys} 可能为 null，而不是缺失"),
        ],
        Words::new(
            "Whether the key is there depends on the way through the flow, and the output of a state always has all keys that it is built from.",
            "这个键是否存在取决于执行路径，而状态的输出总是包含构造它的所有键。",
        ),
        Words::new(
            "Make sure that whoever reads the output takes null for missing.",
            "请确认读取输出的一方把 null 视为缺失。",
        ),
    )
}

pub(crate) fn conditions_convert(at: Span) -> Note {
    Note::new(
        "conditions-convert",
        Weight::Differs,
        at,
        ["the condition holds for values of the right type only".to_owned(), "该条件只对类型一致的值成立".to_owned()],
        Words::new(
            "The older language compares a number with the text of one, and takes numbers and texts for true or false; the new one compares values of the same type [CHOICE], and what it cannot compare counts as false there and then, not for the whole condition.",
            "旧语言会把数字与数字文本相比较，也把数字和文本当作真假值；新语言只比较相同类型的值 [CHOICE]，无法比较的部分就地视为 false，而不是整个条件视为 false。",
        ),
        Words::new(
            "Check that the compared values have the type that the condition is written for.",
            "请确认被比较的值与条件所写的类型一致。",
        ),
    )
}

pub(crate) fn condition_not_said(at: Span, text: &str) -> Note {
    let text = quoted(text);
    Note::new(
        "condition-not-said",
        Weight::Decide,
        at,
        [
            format!("the condition {text} has no equivalent: there are no wildcards"),
            format!("条件 {text} 没有对应的写法：新语言没有通配符"),
        ],
        Words::new(
            "`false` stands in its place, so this branch is never taken.",
            "这里以 `false` 代替，因此该分支永远不会被选中。",
        ),
        Words::new(
            "Let a function answer the question, and test its answer.",
            "请用函数给出判断结果，并检查这个结果。",
        ),
    )
}

pub(crate) fn no_iteration_number(at: Span, key: &str) -> Note {
    let key = quoted(key);
    Note::new(
        "no-iteration-number",
        Weight::Decide,
        at,
        [format!("{key}, the number of the iteration, has no equivalent"), format!("迭代序号 {key} 没有对应的写法")],
        Words::new(
            "An iteration of a Map sees its item only, and `$Context` has no number of it [INL][DATA]; null stands in its place.",
            "Map 的一次迭代只能看到自己的元素，`$Context` 中也没有序号 [INL][DATA]；这里以 null 代替。",
        ),
        Words::new(
            "Put the number into the items before the loop, for example in the function that makes them.",
            "请在循环之前把序号放进元素中，例如由生成元素的函数完成。",
        ),
    )
}

pub(crate) fn fewer_at_a_time(at: Span) -> Note {
    Note::new(
        "fewer-at-a-time",
        Weight::Differs,
        at,
        ["40 iterations run at a time instead of 100".to_owned(), "同时运行的迭代最多 40 个，而不是 100 个".to_owned()],
        Words::new(
            "This is the most that an inline Map runs [INL]; the older language runs 100 [EACH].",
            "内联 Map 最多同时运行 40 个 [INL]；旧语言是 100 个 [EACH]。",
        ),
        Words::new("Nothing, unless the loop must be as fast as before.", "除非循环必须与以前一样快，否则无需处理。"),
    )
}

pub(crate) fn shared_global(at: Span, keys: &str) -> Note {
    let keys = quoted(keys);
    Note::new(
        "shared-global",
        Weight::Decide,
        at,
        [
            format!("iterations inside iterations share {keys}, the last one to write it wins"),
            format!("嵌套的迭代共用 {keys}，以最后写入的为准"),
        ],
        Words::new(
            "An iteration sees its item only. What else it uses is kept in `$Global`, and iterations that run at the same time overwrite it [GLOB].",
            "迭代只能看到自己的元素，其余用到的数据保存在 `$Global` 中，而同时运行的迭代会互相覆盖 [GLOB]。",
        ),
        Words::new(
            "Set `MaxConcuccency` of the outer Map to 1, put the data into the inner items, or move the inner loop into a flow of its own.",
            "请把外层 Map 的 `MaxConcuccency` 设为 1，或把数据放进内层元素，或把内层循环移到单独的流程中。",
        ),
    )
}

pub(crate) fn kept_global(at: Span, name: &str) -> Note {
    let name = quoted(name);
    Note::new(
        "kept-global",
        Weight::Information,
        at,
        [
            format!("what the iterations use besides their item is kept in {name}"),
            format!("迭代除元素以外用到的数据保存在 {name} 中"),
        ],
        Words::new(
            "An iteration of a Map sees its item only [INL], and global variables everywhere in the execution [GLOB].",
            "Map 的一次迭代只能看到自己的元素 [INL]，而全局变量在整个执行中都可见 [GLOB]。",
        ),
        Words::new("Nothing.", "无需处理。"),
    )
}

pub(crate) fn too_many_branches(at: Span) -> Note {
    Note::new(
        "too-many-branches",
        Weight::Information,
        at,
        [
            "the branches run in groups of 50 inside one Parallel".to_owned(),
            "分支以 50 个为一组，放在同一个 Parallel 之中".to_owned(),
        ],
        Words::new(
            "A Parallel has at most 50 branches [PAR]; the older language allows 100.",
            "一个 Parallel 最多 50 个分支 [PAR]；旧语言允许 100 个。",
        ),
        Words::new("Nothing; all branches still run at the same time.", "无需处理；所有分支仍然同时运行。"),
    )
}

pub(crate) fn long_wait(at: Span, seconds: f64, split: bool) -> Note {
    let why = Words::new(
        "A Wait lasts at most 300 seconds [WAIT]; the older language allows 2 days.",
        "Wait 最长 300 秒 [WAIT]；旧语言允许 2 天。",
    );
    if split {
        return Note::new(
            "long-wait",
            Weight::Information,
            at,
            [
                format!("the wait of {seconds} seconds is several states in a row"),
                format!("{seconds} 秒的等待改为若干个连续的状态"),
            ],
            why,
            Words::new(
                "Nothing; each of them is a state of its own in the history.",
                "无需处理；它们在历史中各是一个状态。",
            ),
        );
    }
    Note::new(
        "long-wait",
        Weight::Decide,
        at,
        [format!("the wait lasts 300 seconds instead of {seconds}"), format!("等待时间为 300 秒，而不是 {seconds} 秒")],
        why,
        Words::new(
            "Wait in a loop, let a schedule start the rest, or let a task with a time-out wait.",
            "请循环等待，或用定时触发启动后续部分，或用带超时的任务来等待。",
        ),
    )
}

pub(crate) fn computed_wait(at: Span) -> Note {
    Note::new(
        "computed-wait",
        Weight::Differs,
        at,
        [
            "the wait fails unless it lasts from 1 to 300 seconds".to_owned(),
            "等待时间必须为 1 到 300 秒，否则失败".to_owned(),
        ],
        Words::new(
            "The older language waits up to 2 days, takes the text of a number, and ends at once for 0 and below; the new one does not [WAIT].",
            "旧语言最长等待 2 天，接受数字文本，对 0 及以下的值立即结束；新语言不是这样 [WAIT]。",
        ),
        Words::new("Check which values can come.", "请确认可能出现的取值。"),
    )
}

pub(crate) fn no_wait(at: Span) -> Note {
    Note::new(
        "no-wait",
        Weight::Information,
        at,
        ["the wait of 0 seconds is a Pass".to_owned(), "0 秒的等待改为 Pass".to_owned()],
        Words::new("A Wait lasts at least 1 second [WAIT].", "Wait 至少 1 秒 [WAIT]。"),
        Words::new("Nothing; remove the state if nothing needs it.", "无需处理；如果没有用处可以删除该状态。"),
    )
}

pub(crate) fn wait_until(at: Span) -> Note {
    Note::new(
        "wait-until",
        Weight::Decide,
        at,
        ["waiting until a time has no documented equivalent".to_owned(), "等待到某个时刻没有公开的对应写法".to_owned()],
        Words::new(
            "`UntilDateTime` stands here; pages had it until 2023 [WAIT-2023], and it is gone from all later ones.",
            "这里使用了 `UntilDateTime`；2023 年以前的文档有它 [WAIT-2023]，之后的版本都没有。",
        ),
        Words::new(
            "Try whether the service still takes it; otherwise compute the seconds in a function, or let a schedule start the rest.",
            "请确认服务是否仍然支持；否则用函数计算秒数，或用定时触发启动后续部分。",
        ),
    )
}

pub(crate) fn long_timeout(at: Span, seconds: f64) -> Note {
    Note::new(
        "long-timeout",
        Weight::Differs,
        at,
        [
            format!("the task times out after 604800 seconds instead of {seconds}"),
            format!("任务在 604800 秒后超时，而不是 {seconds} 秒"),
        ],
        Words::new("This is the longest time-out [TASK].", "这是最长的超时时间 [TASK]。"),
        Words::new("Leave `Timeout` out if the task may take longer.", "如果任务可能更久，请去掉 `Timeout`。"),
    )
}

pub(crate) fn shrinking_pauses(at: Span) -> Note {
    Note::new(
        "shrinking-pauses",
        Weight::Differs,
        at,
        ["`BackoffRate` below 1 may be refused".to_owned(), "小于 1 的 `BackoffRate` 可能被拒绝".to_owned()],
        Words::new("No page shows pauses that become shorter.", "没有文档提到间隔会越来越短。"),
        Words::new("Use 1 for equal pauses.", "请使用 1，即固定间隔。"),
    )
}

pub(crate) fn unnamed_failure(at: Span) -> Note {
    Note::new(
        "unnamed-failure",
        Weight::Differs,
        at,
        ["the error is called `Fail` instead of nothing".to_owned(), "错误名称为 `Fail`，而不是空".to_owned()],
        Words::new(
            "The simulation takes `Fail` where no `Code` is written (CHOICE 23).",
            "没有写 `Code` 时，模拟使用 `Fail`（CHOICE 23）。",
        ),
        Words::new("Give the error a name.", "请为错误命名。"),
    )
}

pub(crate) fn loop_step(at: Span) -> Note {
    Note::new(
        "loop-step",
        Weight::Decide,
        at,
        [
            "a step of type `loop` is not converted; a Fail stands in its place".to_owned(),
            "`loop` 类型的步骤没有转换；这里以 Fail 代替".to_owned(),
        ],
        Words::new("No page says what it does.", "没有文档说明它的行为。"),
        Words::new(
            "Write the loop with a Choice that leads back, or with a Map.",
            "请用向回跳转的 Choice 或 Map 来写这个循环。",
        ),
    )
}

pub(crate) fn unreachable(at: Span, name: &str) -> Note {
    let name = quoted(name);
    Note::new(
        "unreachable",
        Weight::Information,
        at,
        [format!("{name} is left out: no way leads to it"), format!("{name} 被省略：没有路径到达它")],
        Words::new("Every state needs a way that leads to it.", "每个状态都要有到达它的路径。"),
        Words::new("Nothing, or mend the flow and convert again.", "无需处理，或者修改流程后重新转换。"),
    )
}

pub(crate) fn new_name(at: Span, old: &str, new: &str) -> Note {
    let (old, new) = (quoted(old), quoted(new));
    Note::new(
        "new-name",
        Weight::Information,
        at,
        [format!("{old} is called {new}"), format!("{old} 改名为 {new}")],
        Words::new(
            "Names begin with a letter or `_`, go on with letters, digits, `_` and `-`, and have at most 128 characters [LIM].",
            "名称以字母或 `_` 开头，由字母、数字、`_` 和 `-` 组成，最多 128 个字符 [LIM]。",
        ),
        Words::new("Use this name when you create the flow.", "创建流程时请使用这个名称。"),
    )
}

pub(crate) fn odd_key(at: Span, key: &str) -> Note {
    let key = quoted(key);
    Note::new(
        "odd-key",
        Weight::Decide,
        at,
        [format!("the key {key} is left out"), format!("键 {key} 被省略")],
        Words::new(
            "A key that ends with `.$` marks an expression in the new language [IO].",
            "在新语言中，以 `.$` 结尾的键表示表达式 [IO]。",
        ),
        Words::new("Choose another key.", "请换一个键。"),
    )
}

pub(crate) fn lost_comments(at: Span) -> Note {
    Note::new(
        "lost-comments",
        Weight::Information,
        at,
        ["comments that do not stand above a step are left out".to_owned(), "不在步骤上方的注释被省略".to_owned()],
        Words::new("Only comments above a step keep a clear place.", "只有步骤上方的注释才有明确的位置。"),
        Words::new("Copy what you want to keep.", "请自行复制需要保留的内容。"),
    )
}

pub(crate) fn unknown_resource(at: Span, resource: &str) -> Note {
    let resource = quoted(resource);
    Note::new(
        "unknown-resource",
        Weight::Decide,
        at,
        [format!("{resource} is taken for a function"), format!("{resource} 按函数处理")],
        Words::new(
            "The text does not name a service that a page describes as a target [TASK][INT].",
            "文本没有指明文档所述的目标服务 [TASK][INT]。",
        ),
        Words::new("Write the right `Action` and its `Parameters`.", "请写上正确的 `Action` 及其 `Parameters`。"),
    )
}

pub(crate) fn any_api(at: Span, action: &str) -> Note {
    let action = quoted(action);
    Note::new(
        "any-api",
        Weight::Decide,
        at,
        [format!("{action} becomes a normal integration of the same name"), format!("{action} 改为同名的普通集成")],
        Words::new(
            "The service passes parameters and answers of any API through unchanged [OAPI]; how each product is spelled is not published, nor whether answers have the same shape as before.",
            "服务会原样传递任意 API 的参数和返回值 [OAPI]；各产品名称的写法以及返回值是否与以前相同，均未公开。",
        ),
        Words::new(
            "Look the product's name and the parameters up where states are edited in the console.",
            "请在控制台的状态编辑页面确认产品名称和参数。",
        ),
    )
}

pub(crate) fn child_result(at: Span) -> Note {
    Note::new(
        "child-result",
        Weight::Differs,
        at,
        [
            "the child flow's result is taken for what the task puts out".to_owned(),
            "子流程的结果被视为任务的输出".to_owned(),
        ],
        Words::new(
            "In which shape a waiting task receives the output of the flow that it started is not published [SUB].",
            "等待的任务以何种形式收到所启动流程的输出，没有公开的说明 [SUB]。",
        ),
        Words::new("Run it once and compare `$Output`.", "请实际运行一次并查看 `$Output`。"),
    )
}

pub(crate) fn started_child(at: Span) -> Note {
    Note::new(
        "started-child",
        Weight::Differs,
        at,
        [
            "the answer of the start has `RequestID` where it had `RequestId`".to_owned(),
            "启动的返回值中是 `RequestID`，以前是 `RequestId`".to_owned(),
        ],
        Words::new("The page of the new language spells it so [SUB].", "新语言的文档是这样写的 [SUB]。"),
        Words::new("Nothing, unless somebody reads it.", "除非有人读取它，否则无需处理。"),
    )
}

pub(crate) fn finished_job(at: Span) -> Note {
    Note::new(
        "finished-job",
        Weight::Decide,
        at,
        [
            "where the result of a job that has finished stands is not published".to_owned(),
            "已完成作业的结果位于何处没有公开说明".to_owned(),
        ],
        Words::new(
            "The answer of a function stands under `Body` when the task waits for the call [FC]; for a job that runs on its own no page says it, and `$Output` is taken.",
            "任务等待调用返回时，函数的返回值位于 `Body` 之下 [FC]；对于异步运行的作业没有文档说明，这里采用 `$Output`。",
        ),
        Words::new("Run it once and compare `$Output`.", "请实际运行一次并查看 `$Output`。"),
    )
}

pub(crate) fn message_answer(at: Span) -> Note {
    Note::new(
        "message-answer",
        Weight::Differs,
        at,
        [
            "what sending a message answers is taken to be the same".to_owned(),
            "发送消息的返回值按与以前相同处理".to_owned(),
        ],
        Words::new(
            "The answer is not published for the new language [SMQ], nor whether an object is sent as the same JSON text.",
            "新语言没有公开返回值 [SMQ]，也没有说明对象是否以相同的 JSON 文本发送。",
        ),
        Words::new("Run it once and compare the message and `$Output`.", "请实际运行一次，查看消息和 `$Output`。"),
    )
}

pub(crate) fn parameter_without_place(at: Span, key: &str) -> Note {
    let key = quoted(key);
    Note::new(
        "parameter-without-place",
        Weight::Decide,
        at,
        [format!("the parameter {key} has no equivalent"), format!("参数 {key} 没有对应的写法")],
        Words::new("The action of the new language has no such parameter.", "新语言的操作没有这个参数。"),
        Words::new("Do without it, or hand it over inside the body.", "请不再使用它，或者放到请求体中传递。"),
    )
}

pub(crate) fn open_parameters(at: Span) -> Note {
    Note::new(
        "open-parameters",
        Weight::Decide,
        at,
        ["the parameters of the call stand under `input`".to_owned(), "调用的参数位于 `input` 之下".to_owned()],
        Words::new(
            "The step hands its whole input to the API, whose keys the text does not tell, and `Parameters` can only be built from keys that are known.",
            "该步骤把全部输入传给 API，文本没有说明其中的键，而 `Parameters` 只能由已知的键构造。",
        ),
        Words::new("List the parameters that the API takes.", "请列出该 API 所需的参数。"),
    )
}

pub(crate) fn null_for_missing(at: Span, text: &str) -> Note {
    let text = quoted(text);
    Note::new(
        "null-for-missing",
        Weight::Differs,
        at,
        [format!("{text} has null for a branch that lacks the value"), format!("对于没有该值的分支，{text} 中为 null")],
        Words::new("The wildcard of the older language passes over such a branch.", "旧语言的通配符会跳过这样的分支。"),
        Words::new("Make sure that whoever reads the list takes null.", "请确认读取列表的一方能处理 null。"),
    )
}

pub(crate) fn written_later(at: Span, text: &str) -> Note {
    let text = quoted(text);
    Note::new(
        "written-later",
        Weight::Decide,
        at,
        [format!("{text} is written by a deployment tool"), format!("{text} 由部署工具写入")],
        Words::new(
            "The new text has the same words in its place, as a constant; what they become is not known here.",
            "新文本在该处保留相同的文字作为常量；它会变成什么，这里无法得知。",
        ),
        Words::new(
            "Put the new text where the tool fills it in, and check the place there.",
            "请把新文本放到工具会处理的位置，并检查该处的结果。",
        ),
    )
}

pub(crate) fn no_list(at: Span) -> Note {
    Note::new(
        "no-list",
        Weight::Decide,
        at,
        ["the loop has no list to go through".to_owned(), "循环没有可遍历的列表".to_owned()],
        Words::new(
            "The step's own input never has a list in this place, so the step fails in both languages.",
            "该步骤自身的输入在此处永远不会有列表，因此在两种语言中都会失败。",
        ),
        Words::new(
            "Map the list into the step's input, or name the right key.",
            "请把列表映射到该步骤的输入中，或改为正确的键。",
        ),
    )
}
