using System.Text;
using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.Programmes;

namespace ImprovementBoard.Web.Data;

/// <summary>Loads evidence.json through the same rules and the same store as an upload.</summary>
internal sealed class EvidenceLoad(BoardDbContext db, Programme programme, SeedFiles files, ProgrammeLoad plan, FileStore store)
{
    /// <exception cref="InvalidDataException">The file names what does not exist, or breaks a rule of evidence.</exception>
    public async Task<IReadOnlyList<EvidenceItem>> LoadAsync()
    {
        var items = new List<EvidenceItem>();
        foreach (var seed in files.Evidence)
        {
            try
            {
                items.Add(await ItemAsync(seed));
            }
            catch (RuleException fault)
            {
                throw files.Fault("evidence", $"“{seed.Title}”: {fault.Message}");
            }
        }
        db.AddRange(items);
        await db.SaveChangesAsync();
        return items;
    }

    private async Task<EvidenceItem> ItemAsync(EvidenceSeed seed)
    {
        var action = seed.Action is null ? null : plan.Actions.FirstOrDefault(a => a.Ref == seed.Action) ?? throw Unknown(seed.Action);
        var recommendation = seed.Recommendation is null ? null : plan.Recommendations.FirstOrDefault(r => r.Ref == seed.Recommendation) ?? throw Unknown(seed.Recommendation);
        if (action is null && recommendation is null || seed.Versions is [])
            throw files.Fault("evidence", $"“{seed.Title}” needs an action or a recommendation, and a version.");
        var input = new EvidenceInput
        {
            Title = seed.Title,
            Kind = seed.Kind,
            Strength = seed.Strength,
            DatedOn = seed.DatedOn,
            PeriodFrom = seed.PeriodFrom,
            PeriodTo = seed.PeriodTo,
            SampleSize = seed.SampleSize,
            Finding = seed.Finding,
            Confidential = seed.Confidential,
            NoChildIdentifiable = true,
        };
        var item = EvidenceItem.Describe(input, By(seed.Versions[0].By), seed.Versions[0].On);
        (item.ActionItemId, item.RecommendationId, item.Illustrative) = (action?.Id, recommendation?.Id, seed.Illustrative);
        foreach (var version in seed.Versions)
            item.AddVersion(version.File is null ? null : await StoreAsync(version), version.Link, version.Note, By(version.By), version.On);
        if (seed.Withdrawn is { } withdrawn)
            item.Withdraw(By(withdrawn.By), withdrawn.Reason, withdrawn.On);
        item.Index(new[] { action?.Ref, recommendation?.Ref }.OfType<string>());
        return item;
    }

    private async Task<EvidenceFile> StoreAsync(EvidenceVersionSeed version)
    {
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(string.Join("\r\n", version.Lines ?? []) + "\r\n"));
        using var received = await store.ReceiveAsync(bytes, FileNames.Clean(version.File), default);
        var file = new EvidenceFile(received.Name, FileContent.Check(received.Content, received.Name).MediaType, bytes.Length, received.Sha256);
        store.Keep(received);
        return file;
    }

    private Actor By(string member) => plan.MembersByKey.TryGetValue(member, out var m) ? new(programme.Id, m.Id, m.Title, m.Role) : throw Unknown(member);

    private InvalidDataException Unknown(string key) => files.Fault("evidence", $"it names \"{key}\", which no other seed file has.");
}
