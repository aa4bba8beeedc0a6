namespace ImprovementBoard.Tests.Access;

/// <summary>What each role gets from each operation of a service. An operation is a method that begins with who is acting; a new one fails the tests until it has its row.</summary>
internal static class OperationGrid
{
    /// <summary>x: the service goes on to its rules; a dot: it refuses. The lead of action 1.1 owns recommendations 1 and 2; the other lead holds nothing.</summary>
    private const string Table = """
        |                                             | Chair | Member | Commissioner | Lead | Other lead | Office | Admin | Viewer |
        | ActionService.PostUpdateAsync               |   .   |   .    |      .       |  x   |     .      |   x    |   .   |   .    |
        | ActionService.DeliverAsync                  |   .   |   .    |      .       |  x   |     .      |   x    |   .   |   .    |
        | ActionService.SignOffAsync                  |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | ActionService.CloseAsync                    |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | ActionService.ReopenAsync                   |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | ActionService.AcceptUpdateAsync             |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | ActionService.ReturnUpdateAsync             |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | PlanService.AddMilestoneAsync               |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | PlanService.MarkMilestoneAsync              |   .   |   .    |      .       |  x   |     .      |   x    |   .   |   .    |
        | PlanService.ExplainMissAsync                |   .   |   .    |      .       |  x   |     .      |   x    |   .   |   .    |
        | PlanService.BlockAsync                      |   .   |   .    |      .       |  x   |     .      |   x    |   .   |   .    |
        | PlanService.UnblockAsync                    |   .   |   .    |      .       |  x   |     .      |   x    |   .   |   .    |
        | PlanService.PlanRecoveryAsync               |   .   |   .    |      .       |  x   |     .      |   x    |   .   |   .    |
        | PlanService.SetTermsAsync                   |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | PlanService.SetPartnerAsync                 |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | PlanService.SetPublicationAsync             |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | PlanService.WaitForAsync                    |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | PlanService.StopWaitingAsync                |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | PlanService.ProposeDatesAsync               |   .   |   .    |      .       |  x   |     .      |   x    |   .   |   .    |
        | PlanService.AcceptDatesAsync                |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | PlanService.RefuseDatesAsync                |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | PlanService.WithdrawDatesAsync              |   .   |   .    |      .       |  x   |     .      |   x    |   .   |   .    |
        | DraftService.SaveAsync                      |   .   |   .    |      .       |  x   |     .      |   x    |   .   |   .    |
        | HandOverService.HandOverAsync               |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | FlagService.AcknowledgeAsync                |   x   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | RecommendationService.JudgeImpactAsync      |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | RecommendationService.AssureAsync           |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | RecommendationService.CloseAsync            |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | RecommendationService.ReopenAsync           |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | RecommendationService.SupersedeAsync        |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | RecommendationService.TakeUpAgainAsync      |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | VisitService.RecordVisitAsync               |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | VisitService.PublishLetterAsync             |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | VisitService.RecordFindingsAsync            |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | VisitService.AnswerAsync                    |   .   |   .    |      .       |  x   |     .      |   x    |   .   |   .    |
        | VisitService.SetRetestAsync                 |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | VisitService.RetestAsync                    |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | CorrectionService.CorrectVisitAsync         |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | CorrectionService.CorrectFindingAsync       |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | EvidenceService.AddAsync                    |   .   |   .    |      .       |  x   |     .      |   x    |   .   |   .    |
        | EvidenceService.AddVersionAsync             |   .   |   .    |      .       |  x   |     .      |   x    |   .   |   .    |
        | EvidenceService.WithdrawAsync               |   .   |   .    |      .       |  x   |     .      |   x    |   .   |   .    |
        | EvidenceService.SetSensitivityAsync         |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | PeriodService.AddAsync                      |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | PeriodService.MoveAsync                     |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | PeriodService.MarkAsync                     |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | ReadinessService.WaiveAsync                 |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | ReadinessService.WaiveAllAsync              |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | ReadinessService.WithdrawAsync              |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | PackRuns.AskForDraftAsync                   |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | PackRuns.AskForTestAsync                    |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | PackRuns.AskForPackAsync                    |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | PackRuns.CancelAsync                        |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | PackService.BuildDraftAsync                 |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | PackService.BuildTestAsync                  |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | PackService.PrepareAsync                    |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | PackLife.ApproveAsync                       |   x   |   x    |      .       |  x   |     x      |   .    |   .   |   .    |
        | PackLife.ReturnAsync                        |   x   |   x    |      .       |  x   |     x      |   .    |   .   |   .    |
        | PackLife.WithdrawAsync                      |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | PackLife.IssueAsync                         |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | PackLife.PutInPlaceAsync                    |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | PackComments.AnswerAsync                    |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | ScheduleService.AddAsync                    |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | ScheduleService.ChangeAsync                 |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | ScheduleService.TurnAsync                   |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | ScheduleService.EndAsync                    |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | ScheduleService.AcknowledgeAsync            |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | DistributionService.AddPostAsync            |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | DistributionService.AddOutsideAsync         |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | DistributionService.RemoveAsync             |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | DistributionService.ChangeLinkDaysAsync     |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | DeliveryService.SendAsync                   |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | DeliveryService.WithdrawAsync               |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | DeliveryService.NoteCameBackAsync           |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | MailService.SendAgainAsync                  |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | MailService.ReleaseAsync                    |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | HistoryKeeper.CheckAsync                    |   .   |   .    |      x       |  .   |     .      |   x    |   x   |   .    |
        | PeopleService.InviteAsync                   |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | PeopleService.InviteAgainAsync              |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | PeopleService.WithdrawAsync                 |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | PeopleService.ChangeRoleAsync               |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | PeopleService.SetLastDayAsync               |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | PeopleService.SignOutAsync                  |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | PeopleService.ReviewAsync                   |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | SignInRules.SaveAsync                       |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | RetentionService.SetPeriodAsync             |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | RetentionService.PutHoldAsync               |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | RetentionService.LiftHoldAsync              |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | ErasureService.PlanAsync                    |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | ErasureService.EraseAsync                   |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | AddressErasure.PlanAsync                    |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | AddressErasure.EraseAsync                   |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | HeldExport.OfPostAsync                      |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | HeldExport.OfAddressAsync                   |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | InformationExport.LeftOutAsync              |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | InformationExport.WriteAsync                |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | PeopleQueries.ListAsync                     |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | PeopleQueries.FindAsync                     |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | PeopleQueries.CsvAsync                      |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | SignInRules.ListAsync                       |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | SignInQueries.ListAsync                     |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | SignInQueries.WriteCsvAsync                 |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | MailQueries.ListAsync                       |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | MailQueries.FindAsync                       |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | MailQueries.HeldAsync                       |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | MailQueries.TroubleAsync                    |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | RetentionQueries.ReadAsync                  |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | RetentionQueries.WriteCsvAsync              |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | RetentionQueries.PeriodAsync                |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | RetentionQueries.HoldAsync                  |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | RetentionQueries.PeopleAsync                |   .   |   .    |      .       |  .   |     .      |   .    |   x   |   .    |
        | DistributionQueries.ListsAsync              |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | DistributionQueries.PostsAsync              |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | DistributionQueries.OfPackAsync             |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | ScheduleQueries.ListAsync                   |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | ScheduleQueries.MadeAsync                   |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | ScheduleQueries.FindAsync                   |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | ScheduleQueries.OfAsync                     |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | ScheduleQueries.CalendarAsync               |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | ScheduleQueries.RunsAsync                   |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | ScheduleQueries.AlertsAsync                 |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | ScheduleQueries.SequelsAsync                |   .   |   .    |      .       |  .   |     .      |   x    |   x   |   .    |
        | ScheduleQueries.LeftOutAsync                |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        | ScheduleQueries.LastDraftAsync              |   .   |   .    |      .       |  .   |     .      |   x    |   .   |   .    |
        """;

    /// <summary>What begins with who is acting and yet refuses no role, each with the reason.</summary>
    public static IReadOnlyDictionary<string, string> Open { get; } = new Dictionary<string, string>
    {
        ["DraftService.DiscardAsync"] = "throws away what the person typed themselves, and reaches nothing else",
        ["PackComments.CommentAsync"] = "answers “there is no pack” to whoever may not read it: PackLifeServiceTests",
        ["EvidenceDownloads.OpenAsync"] = "reads what EvidenceQueries lets the person read: PageAccessTests",
        ["PackRuns.FindAsync"] = "reads how a run goes, on pages whose right is checked",
        ["MailQueries.CountsAsync"] = "counts mails, without an address, for the page of a period, which everybody reads",
        ["EvidenceDownloads.NoteReadAsync"] = "notes a reading after the page has decided",
        ["PackDownloads.NoteAsync"] = "notes a reading after the page has decided",
        ["ActionService.ChangeAsync"] = "is what the verbs of ActionService and PlanService call with their rule",
        ["Trail.RefusedAsync"] = "records a refusal",
        ["Trail.RefusedLater"] = "records a refusal",
    };

    /// <summary>Queries that tell what everybody in the programme reads, or leave out row by row what the person may not: HiddenThingsTests. Every method of the others has its row.</summary>
    public static IReadOnlyList<string> OpenQueries { get; } =
    [
        "ActionQueries", "ApprovalQueries", "CompareQueries", "DashboardQueries", "DraftQueries", "EditionQueries", "EvidenceQueries", "FindingQueries", "FlagQueries", "ForecastQueries", "HandOverQueries", "HistoryQueries",
        "MatrixQueries", "PackQueries", "PeriodQueries", "PlanQueries", "ProgrammeQueries", "ReadinessQueries", "RecommendationQueries", "RegisterQueries", "VisitQueries",
    ];

    /// <summary>The rows: operation, and one sign for each column.</summary>
    public static IReadOnlyDictionary<string, string> Rows { get; } = Table.Split('\n').Skip(1)
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .ToDictionary(cells => cells[1], cells => string.Join(' ', cells[2..^1]));
}
