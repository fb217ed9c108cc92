// Original file: proto/botbazaar/registry/v1/registry.proto


export interface ReportOutcomesReply {
}

export interface ReportOutcomesReply__Output {
}
