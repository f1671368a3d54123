//! What people are told about the roots and the context of `type: flow`.

use crate::documentation::{Documentation, Evidence, Member};

/// The roots of references.
///
/// Source: legacy reference 8 and 9.
pub static ROOT_DOCUMENTATION: [Documentation; 4] = [
    Documentation {
        name: "$input",
        english: "The input of the flow or step that the mapping belongs to; in the inputMappings of a step, that of its parent.",
        chinese: "映射所属流程或步骤的输入；在步骤的 inputMappings 中为父步骤的输入。",
        evidence: Evidence::Listed,
        source: "IO",
    },
    Documentation {
        name: "$local",
        english: "The local variable of the flow or step that the mapping belongs to; in the inputMappings of a step, that of its parent.",
        chinese: "映射所属流程或步骤的本地变量；在步骤的 inputMappings 中为父步骤的本地变量。",
        evidence: Evidence::Listed,
        source: "IO",
    },
    Documentation {
        name: "$context",
        english: "Facts about the execution and the current step.",
        chinese: "执行和当前步骤的相关信息。",
        evidence: Evidence::Listed,
        source: "CB",
    },
    Documentation {
        name: "$",
        english: "The mapped input of the step itself.",
        chinese: "步骤自身映射后的输入。",
        evidence: Evidence::Listed,
        source: "CHOICE",
    },
];

/// The members of `$context` that are known; the service may have more. An object comes before its members.
///
/// Source: legacy reference 9.3.
pub static CONTEXT_MEMBERS: [Member; 8] = [
    Member {
        kind: "object",
        about: Documentation {
            name: "task",
            english: "Facts about the current task.",
            chinese: "当前任务的相关信息。",
            evidence: Evidence::Listed,
            source: "CB",
        },
    },
    Member {
        kind: "string",
        about: Documentation {
            name: "task.token",
            english: "The token with which a callback reports the task's result.",
            chinese: "用于回调上报任务结果的令牌。",
            evidence: Evidence::Listed,
            source: "CB",
        },
    },
    Member {
        kind: "object",
        about: Documentation {
            name: "execution",
            english: "Facts about the execution.",
            chinese: "执行的相关信息。",
            evidence: Evidence::Flow,
            source: "EX:oss-copy",
        },
    },
    Member {
        kind: "string",
        about: Documentation {
            name: "execution.name",
            english: "The name of the execution.",
            chinese: "执行的名称。",
            evidence: Evidence::Flow,
            source: "EX:oss-copy",
        },
    },
    Member {
        kind: "object",
        about: Documentation {
            name: "flow",
            english: "Facts about the flow.",
            chinese: "流程的相关信息。",
            evidence: Evidence::Flow,
            source: "EX:oss-copy",
        },
    },
    Member {
        kind: "string",
        about: Documentation {
            name: "flow.name",
            english: "The name of the flow.",
            chinese: "流程的名称。",
            evidence: Evidence::Flow,
            source: "EX:oss-copy",
        },
    },
    Member {
        kind: "object",
        about: Documentation {
            name: "step",
            english: "Facts about the current step.",
            chinese: "当前步骤的相关信息。",
            evidence: Evidence::Flow,
            source: "EX:oss-batch-copy",
        },
    },
    Member {
        kind: "number",
        about: Documentation {
            name: "step.eventId",
            english: "The number of the current event.",
            chinese: "当前事件的编号。",
            evidence: Evidence::Flow,
            source: "EX:oss-batch-copy",
        },
    },
];

#[cfg(test)]
mod tests {
    use super::super::{Reference, Root};
    use super::*;
    use crate::documentation::tests::check;

    #[test]
    fn every_root_is_described() {
        ROOT_DOCUMENTATION.iter().for_each(check);
        let roots = [Root::Input, Root::Local, Root::Context, Root::Own].map(Root::text);
        assert_eq!(ROOT_DOCUMENTATION.each_ref().map(|documentation| documentation.name), roots);
    }

    #[test]
    fn members_can_be_referred_to() {
        for member in &CONTEXT_MEMBERS {
            check(&member.about);
            let reference = Reference::parse(&format!("$context.{}", member.about.name)).unwrap();
            assert_eq!(reference.path().segments.len(), member.about.name.split('.').count());
        }
    }
}
