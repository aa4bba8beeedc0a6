using System.Text.Json;
using System.Text.Json.Serialization;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.Inspections;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Readiness;
using ImprovementBoard.Core.Schedules;
using ImprovementBoard.Core.Visits;

namespace ImprovementBoard.Web.Data;

/// <summary>The readable files of one demonstration programme, one for each noun (seeds/kirklees/README.md).</summary>
internal sealed class SeedFiles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private readonly string folder;

    private SeedFiles(string folder) => this.folder = folder;

    public ProgrammeSeed Programme => Read<ProgrammeSeed>("programme");
    public IReadOnlyList<BodySeed> Bodies => Read<List<BodySeed>>("bodies");
    public IReadOnlyList<MemberSeed> Members => Read<List<MemberSeed>>("members");
    public IReadOnlyList<InspectionSeed> Inspections => Read<List<InspectionSeed>>("inspections");
    public IReadOnlyList<DirectionSeed> Directions => Read<List<DirectionSeed>>("directions");
    public IReadOnlyList<RecommendationSeed> Recommendations => Read<List<RecommendationSeed>>("recommendations");
    public IReadOnlyList<VisitSeed> Visits => Read<List<VisitSeed>>("visits");
    public IReadOnlyList<FindingSeed> Findings => Read<List<FindingSeed>>("findings");
    public IReadOnlyList<ActionSeed> Actions => Read<List<ActionSeed>>("actions");
    public IReadOnlyList<PlanSeed> Plan => Read<List<PlanSeed>>("plan");
    public IReadOnlyList<UpdateSeed> Updates => Read<List<UpdateSeed>>("updates");
    public IReadOnlyList<EvidenceSeed> Evidence => Read<List<EvidenceSeed>>("evidence");
    public IReadOnlyList<ImpactSeed> Impact => Read<List<ImpactSeed>>("impact");
    public IReadOnlyList<AssuranceSeed> Assurances => Read<List<AssuranceSeed>>("assurances");
    public IReadOnlyList<PeriodSeed> Periods => Read<List<PeriodSeed>>("periods");
    public IReadOnlyList<WaiverSeed> Waivers => Read<List<WaiverSeed>>("waivers");
    public IReadOnlyList<AcknowledgementSeed> Acknowledgements => Read<List<AcknowledgementSeed>>("acknowledgements");
    public IReadOnlyList<ScheduleSeed> Schedules => Read<List<ScheduleSeed>>("pack-schedules");
    public IReadOnlyList<RecipientSeed> Recipients => Read<List<RecipientSeed>>("recipients");

    /// <summary>Every demonstration in a folder of folders; none when the folder is absent.</summary>
    public static IReadOnlyList<SeedFiles> In(string seedsDirectory) =>
        Directory.Exists(seedsDirectory)
            ? [.. Directory.GetDirectories(seedsDirectory).Order(StringComparer.Ordinal).Select(d => new SeedFiles(d))]
            : [];

    /// <summary>A file that cannot be used, with the reason.</summary>
    public InvalidDataException Fault(string noun, string why, Exception? inner = null) => new($"{PathOf(noun)} cannot be read: {why}", inner);

    private string PathOf(string noun) => Path.Combine(folder, $"{noun}.json");

    private T Read<T>(string noun)
    {
        var path = PathOf(noun);
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize<T>(file, Json)!;
        }
        catch (JsonException e)
        {
            throw Fault(noun, e.Message, e);
        }
    }
}

internal sealed record ProgrammeSeed(
    string Slug, string Name, string Council, string CouncilCode, ProgrammeKind Kind, ProgrammeStage Stage, DateOnly StartedOn,
    DateOnly DemonstrationToday, int UpdateCycleDays, IReadOnlyList<SourceSeed> Sources);

internal sealed record SourceSeed(string Key, string Title, string Publisher, string? PublishedOn, string? Licence, string? Note)
{
    /// <summary>Year of publication, or null when the source does not state it.</summary>
    public int? Year => int.TryParse(PublishedOn?.Split('-')[0], System.Globalization.CultureInfo.InvariantCulture, out var year) ? year : null;
}

internal sealed record BodySeed(string Key, string Name, BodyKind Kind);

internal sealed record MemberSeed(string Key, string Title, Role Role, string Agency, string? Account, DateOnly From, DateOnly? To, bool Illustrative);

internal sealed record InspectionSeed(
    string Ref, string Title, string Framework, DateOnly FieldworkFrom, DateOnly FieldworkTo, DateOnly? ReceivedOn, DateOnly PublishedOn,
    DateOnly? PlanDueOverride, string? PlanDueOverrideReason, string Source, string? Note, IReadOnlyList<JudgementSeed> Judgements);

internal sealed record JudgementSeed(string Area, Grade Grade, int Order, string? PartOf, string Body);

internal sealed record DirectionSeed(
    string Ref, DirectionKind Kind, string LegalBasis, DateOnly? IssuedOn, DateOnly? EndedOn, string? EndReason, string? Replaces, string Summary, string Source, string? Note);

internal sealed record RecommendationSeed(
    string Ref, int Order, string Body, string ShortTitle, string Text, Theme Theme, string Owner, string Source);

internal sealed record VisitSeed(
    string Ref, string Title, int? OfficialNumber, DateOnly? From, DateOnly? To, string DateWords, DateOnly SortOn, string Focus, Pace PaceWord,
    DateOnly? LetterPublishedOn, string Source, string? Note);

internal sealed record FindingSeed(
    string Id, string At, Polarity Polarity, Theme Theme, Cohort Cohort, string Text, string? Paragraph, IReadOnlyList<string> Recommendations, string? Repeats, string Source,
    ProgressWord? Progress = null, bool ImmediateSafety = false, IReadOnlyList<AnswerSeed>? Answers = null, IReadOnlyList<CheckSeed>? Checks = null);

internal sealed record AnswerSeed(DateOnly On, string By, string Text, bool Illustrative);

internal sealed record CheckSeed(DateOnly On, string By, StrengthResult Result, string Note, DateOnly? NextOn, bool Illustrative);

internal sealed record ActionSeed(
    string Ref, IReadOnlyList<string> Recommendations, Theme Theme, string Title, string DoneLooksLike, string Lead, string? PartnerAgency,
    DateOnly BaselineStart, DateOnly BaselineDue, DateOnly? StartedOn, IReadOnlyList<DueMoveSeed> DueMoves, DateOnly? DeliveredOn,
    DateOnly? SignedOffOn, string? SignedOffBy, bool Illustrative, DateOnly? RecheckOn = null, DateOnly? ClosedOn = null, IReadOnlyList<RoundSeed>? EarlierRounds = null, IReadOnlyList<HandOverSeed>? HandOvers = null);

internal sealed record PlanSeed(
    string Action, bool Illustrative, string? Sro = null, DateOnly? SroFrom = null, int? CostPounds = null, string? Funding = null, bool FundingAgreed = false,
    IReadOnlyList<MilestoneSeed>? Milestones = null, IReadOnlyList<BlockSeed>? Blocks = null, IReadOnlyList<string>? WaitsFor = null, IReadOnlyList<ProposalSeed>? Proposals = null,
    IReadOnlyList<RecoverySeed>? Recoveries = null);

internal sealed record MilestoneSeed(string Title, DateOnly Date, DateOnly? DoneOn, DateOnly? MovedOn = null, DateOnly? MovedTo = null, string? Decision = null, DateOnly? MissedOn = null, string? Missed = null);

internal sealed record BlockSeed(DateOnly From, DateOnly? Until, string Reason, string? NeedsDecisionOf);

internal sealed record ProposalSeed(
    DateOnly On, DateOnly FromDue, DateOnly NewDue, string Reason, ProposalOutcome? Outcome = null, DateOnly? DecidedOn = null, string? DecidedBy = null, string? Decision = null, string? Note = null);

internal sealed record RecoverySeed(DateOnly On, string Text, DateOnly BackBy);

internal sealed record RoundSeed(
    DateOnly DeliveredOn, DateOnly? SignedOffOn, string? SignedOffBy, DateOnly? RecheckOn, DateOnly EndedOn, string EndedBy, RoundEnd How, string Reason);

internal sealed record HandOverSeed(DateOnly On, string From, string By, string Note);

internal sealed record DueMoveSeed(DateOnly On, DateOnly To, string Reason, string Decision);

internal sealed record UpdateSeed(
    string Action, DateOnly On, string By, string WhatChanged, string ChildWouldNotice, string InTheWay, DateOnly Forecast, DeliveryRating? LeadSays, bool Illustrative,
    ReviewSeed? Review = null);

internal sealed record ReviewSeed(DateOnly On, string By, bool Returned, DeliveryRating? Agreed, string? Note);

internal sealed record EvidenceSeed(
    string? Action, string? Recommendation, string Title, EvidenceKind Kind, EvidenceStrength Strength, DateOnly DatedOn, string Finding, bool Illustrative,
    IReadOnlyList<EvidenceVersionSeed> Versions, DateOnly? PeriodFrom = null, DateOnly? PeriodTo = null, int? SampleSize = null, bool Confidential = false, WithdrawalSeed? Withdrawn = null);

internal sealed record EvidenceVersionSeed(DateOnly On, string By, string? Link = null, string? File = null, IReadOnlyList<string>? Lines = null, string? Note = null);

internal sealed record WithdrawalSeed(DateOnly On, string By, string Reason);

internal sealed record ImpactSeed(
    string Recommendation, ImpactRating Level, DateOnly On, string By, string Reason, IReadOnlyList<string> Evidence, bool Illustrative);

internal sealed record AssuranceSeed(string Recommendation, AssuranceStep Kind, DateOnly On, string By, DateOnly? RecheckOn, string? Finding, bool Illustrative, string? ReplacedBy = null, string? Reason = null);

internal sealed record AcknowledgementSeed(string Action, string Rule, DateOnly On, string By, string Reason, DateOnly ReturnsOn, bool Illustrative);

internal sealed record WaiverSeed(DateOnly MeetingOn, string Check, ReadinessSubject Subject, string Ref, DateOnly On, string By, string Reason, bool Illustrative);

/// <summary>What was decided about a recommendation.</summary>
internal enum AssuranceStep
{
    Assured,
    Closed,
    Superseded,
    Contradicted,
}

internal sealed record PeriodSeed(DateOnly OpensOn, DateOnly CutOffOn, DateOnly MeetingOn, IReadOnlyList<StepSeed> Steps, bool Illustrative);

internal sealed record StepSeed(CalendarStep Step, DateOnly On, string Words);

internal sealed record ScheduleSeed(Audience Audience, Frequency Frequency, int DayOfMonth, TimeOnly At, bool Enabled, DateOnly ActiveFrom, bool Illustrative);

internal sealed record RecipientSeed(Audience Audience, DateOnly AddedOn, bool Illustrative, string? Post = null, string? Title = null, string? Agency = null, string? Email = null);
