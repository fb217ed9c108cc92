// Original file: proto/botbazaar/billing/v1/billing.proto


export interface ReportScheduleRunReply {
}

export interface ReportScheduleRunReply__Output {
}
