using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Core.Visits;

namespace ImprovementBoard.Core.Recommendations;

// Impact is a second rating: judged against evidence, never worked out from delivery.
public sealed partial class Recommendation
{
    /// <summary>The impact judged last, or null while nobody has judged.</summary>
    public ImpactRating? Impact { get; private set; }

    /// <summary>Every judgement of impact, oldest first. Loaded only where something is judged or told.</summary>
    public List<ImpactJudgement> Judgements { get; set; } = [];

    /// <summary>The judgement in force at the end of <paramref name="day"/>, or null. Judgements must be loaded.</summary>
    public ImpactJudgement? JudgementOn(DateOnly day) => InOrder(Judgements).LastOrDefault(j => j.On <= day);

    /// <summary>A reviewer judges the impact against evidence. Judgements must be loaded.</summary>
    /// <param name="reason">What children would notice.</param>
    /// <param name="evidence">The pieces it rests on; may be empty for "too early" only.</param>
    /// <exception cref="RuleException">The person owns it, the reason is missing, or the evidence does not carry the level.</exception>
    public ImpactJudgement JudgeImpact(ImpactRating level, string? reason, IReadOnlyCollection<EvidenceFact> evidence, Actor by, DateOnly today)
    {
        if (by.MemberId == OwnerId)
            throw new RuleException($"You own recommendation {Ref}. Someone else must judge its impact.");
        if (!Enum.IsDefined(level))
            throw new RuleException("Choose a level from 0 to 4.", nameof(ImpactJudgement.Level));
        CheckEvidence(level, evidence, today);
        var judgement = new ImpactJudgement
        {
            ProgrammeId = ProgrammeId,
            RecommendationId = Id,
            Level = level,
            On = today,
            By = by.Title,
            Reason = Core.Text.Required(reason, nameof(ImpactJudgement.Reason), "Write what children would notice, or why it is too early to tell.", ImpactJudgement.ReasonMaxLength),
            Evidence = [.. evidence.Select(e => new JudgedEvidence { EvidenceId = e.Id, Kind = e.Kind, Strength = e.Strength, DatedOn = e.DatedOn, Sample = e.Sample })],
        };
        Judgements.Add(judgement);
        Impact = level;
        return judgement;
    }

    /// <summary>
    /// A later finding contradicts what was assured or judged: impact drops to "no difference yet" and the recommendation reopens, with
    /// the finding as reason. Nothing changes where it was neither assured nor judged above "no difference yet". Actions and judgements must be loaded.
    /// </summary>
    /// <param name="by">Role title of who recorded the finding.</param>
    /// <returns>True when something changed.</returns>
    public bool Contradict(Finding finding, string by, DateOnly today)
    {
        var judgedHigher = Impact > ImpactRating.NoDifferenceYet;
        if (AssuredOn is null && !judgedHigher)
            return false;
        var reason = ReasonOf(finding);
        if (judgedHigher)
        {
            Judgements.Add(new ImpactJudgement { ProgrammeId = ProgrammeId, RecommendationId = Id, Level = ImpactRating.NoDifferenceYet, On = today, By = by, Reason = reason, FindingId = finding.Id, Contradicted = true });
            Impact = ImpactRating.NoDifferenceYet;
        }
        EndRound(AssuranceEnd.Contradicted, by, reason, today);
        return true;
    }

    private static string ReasonOf(Finding finding)
    {
        var text = finding.Text.TrimEnd('.', ' ');
        return $"Inspectors found: {(text.Length > FindingMaxLength ? $"{text[..FindingMaxLength]}…" : $"{text}.")}";
    }

    // Leaves room for "Inspectors found: ".
    private const int FindingMaxLength = ImpactJudgement.ReasonMaxLength - 20;

    private void CheckEvidence(ImpactRating level, IReadOnlyCollection<EvidenceFact> evidence, DateOnly today)
    {
        const string field = nameof(ImpactJudgement.Evidence);
        if (level == ImpactRating.TooEarly)
            return;
        if (evidence.Count == 0)
            throw new RuleException($"Choose the evidence that shows “{Word(level)}”. Without evidence only “{Word(ImpactRating.TooEarly)}” can be judged.", field);
        if (evidence.FirstOrDefault(e => e.DatedOn > today) is { } later)
            throw new RuleException($"A piece of evidence is dated {Words.Long(later.DatedOn)}, after today. Leave it out, or put its date right.", field);
        if (level >= ImpactRating.EarlySigns && InOrder(Judgements).LastOrDefault() is { Contradicted: true } found && evidence.All(e => e.DatedOn < found.On))
            throw new RuleException($"A finding recorded on {Words.Long(found.On)} contradicts this. A higher level needs evidence dated that day or later.", field);
        if (level >= ImpactRating.MakingADifference && !evidence.Any(e => e is { Kind: EvidenceKind.Audit, Sample: > 0 }))
            throw new RuleException($"“{Word(level)}” needs an audit with a stated sample. Choose one, or judge a lower level.", field);
        if (level < ImpactRating.Embedded)
            return;
        if (!evidence.Any(e => e.Strength == EvidenceStrength.Independent))
            throw new RuleException($"“{Word(level)}” needs one independent piece of evidence. Choose one, or judge a lower level.", field);
        if (!evidence.Any(e => e.Kind is EvidenceKind.ChildFamilyVoice or EvidenceKind.StaffVoice))
            throw new RuleException($"“{Word(level)}” needs the voice of children, families or staff. Choose such evidence, or judge a lower level.", field);
        if (HeldSince() is not { } since || since.AddDays(ImpactLook.HeldDays) > today)
            throw new RuleException($"“{Word(ImpactRating.MakingADifference)}” must have held for {ImpactLook.HeldDays} days before “{Word(level)}”. {(HeldSince() is { } held ? $"It has since {Words.Long(held)}." : "It is not judged so now.")}", nameof(ImpactJudgement.Level));
    }

    /// <summary>The day since which impact has been "making a difference" or better without a break, or null.</summary>
    private DateOnly? HeldSince()
    {
        DateOnly? since = null;
        foreach (var judgement in InOrder(Judgements))
            since = judgement.Level >= ImpactRating.MakingADifference ? since ?? judgement.On : null;
        return since;
    }

    private static string Word(ImpactRating level) => ImpactLook.Of(level).Word.ToLowerInvariant();

    // Of two judgements of one day the later in the list counts; new ones have no key yet, and the sort keeps their order.
    private static IEnumerable<ImpactJudgement> InOrder(List<ImpactJudgement> judgements) => judgements.OrderBy(j => j.On).ThenBy(j => j.Id == 0).ThenBy(j => j.Id);
}
