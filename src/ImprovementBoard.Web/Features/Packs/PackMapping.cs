using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Schedules;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ImprovementBoard.Web.Features.Packs;

internal sealed class PackMapping : IEntityTypeConfiguration<Pack>
{
    public void Configure(EntityTypeBuilder<Pack> builder)
    {
        builder.HasProgramme();
        // What makes a second run harmless: one pack that stands for each programme, audience, period and version.
        builder.HasIndex(p => new { p.ProgrammeId, p.Audience, p.PeriodKey, p.Version }).IsUnique().HasFilter("\"Number\" IS NOT NULL AND \"WithdrawnOn\" IS NULL");
        builder.HasIndex(p => new { p.ProgrammeId, p.Number }).IsUnique();
        builder.HasIndex(p => new { p.ProgrammeId, p.PositionAsAt });
        // Anybody may ask by it, and it stands behind long facts.
        builder.HasIndex(p => p.FactsHash);
        builder.Property(p => p.PeriodKey).HasMaxLength(20);
        builder.Property(p => p.LateBecause).HasMaxLength(LatePack.BecauseMaxLength);
        builder.Property(p => p.Correction).HasMaxLength(Pack.TextMaxLength);
        builder.Property(p => p.WithdrawnReason).HasMaxLength(Pack.TextMaxLength);
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(p => p.FileHash).OnDelete(DeleteBehavior.Restrict);
        // No foreign key: to add one SQLite would write the table anew, outside a transaction.
        builder.Property(p => p.SnapshotHash).HasMaxLength(64);
        builder.HasIndex(p => p.SnapshotHash);
        builder.Ignore(p => p.Dates);
        builder.Ignore(p => p.Next);
        // What approvers read is what goes out: a save that would change it fails.
        foreach (var name in new[] { nameof(Pack.Number), nameof(Pack.Version), nameof(Pack.Audience), nameof(Pack.PeriodKey), nameof(Pack.PositionAsAt), nameof(Pack.FactsJson), nameof(Pack.FactsHash), nameof(Pack.SnapshotHash), nameof(Pack.FileHash), nameof(Pack.TemplateHash) })
            builder.Property(name).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Throw);
    }
}

internal sealed class PackApprovalMapping : IEntityTypeConfiguration<PackApproval>
{
    public void Configure(EntityTypeBuilder<PackApproval> builder)
    {
        builder.HasProgramme();
        builder.HasOne(a => a.Pack).WithMany(p => p.Approvals).HasForeignKey(a => a.PackId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(a => new { a.PackId, a.Order }).IsUnique();
        // Nobody approves in two places of one pack.
        builder.HasIndex(a => new { a.PackId, a.MemberId }).IsUnique();
        builder.HasIndex(a => new { a.ProgrammeId, a.MemberId, a.ApprovedOn });
        builder.Property(a => a.Note).HasMaxLength(Pack.TextMaxLength);
        builder.ComplexCollection(a => a.Changes, c => c.ToJson());
    }
}

internal sealed class PackCommentMapping : IEntityTypeConfiguration<PackComment>
{
    public void Configure(EntityTypeBuilder<PackComment> builder)
    {
        builder.HasProgramme();
        builder.HasOne(c => c.Pack).WithMany().HasForeignKey(c => c.PackId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(c => c.Section).HasMaxLength(PackComment.SectionMaxLength);
        builder.Property(c => c.Words).HasMaxLength(Pack.TextMaxLength);
        builder.Property(c => c.Answer).HasMaxLength(Pack.TextMaxLength);
    }
}

internal sealed class PackDownloadMapping : IEntityTypeConfiguration<PackDownload>
{
    public void Configure(EntityTypeBuilder<PackDownload> builder)
    {
        builder.HasProgramme();
        builder.HasOne<Pack>().WithMany().HasForeignKey(d => d.PackId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class StoredFileMapping : IEntityTypeConfiguration<StoredFile>
{
    public void Configure(EntityTypeBuilder<StoredFile> builder)
    {
        builder.HasKey(f => f.Hash);
        builder.Property(f => f.Hash).HasMaxLength(64);
    }
}

internal sealed class PackScheduleMapping : IEntityTypeConfiguration<PackSchedule>
{
    public void Configure(EntityTypeBuilder<PackSchedule> builder)
    {
        builder.HasProgramme();
        builder.HasIndex(s => new { s.ProgrammeId, s.Audience }).IsUnique().HasFilter("\"EndedOn\" IS NULL");
        // In columns of the schedule, under the names they had before there was a rhythm.
        builder.ComplexProperty(s => s.Rhythm, rhythm =>
        {
            rhythm.Property(r => r.Frequency).HasColumnName("Frequency").HasConversion<string>();
            rhythm.Property(r => r.DayOfMonth).HasColumnName("DayOfMonth");
            rhythm.Property(r => r.Weekday).HasColumnName("Weekday").HasConversion<string>();
            rhythm.Property(r => r.Which).HasColumnName("Which").HasConversion<string>();
            rhythm.Property(r => r.EveryWeeks).HasColumnName("EveryWeeks");
            rhythm.Property(r => r.StartsOn).HasColumnName("StartsOn");
            rhythm.Property(r => r.Cron).HasColumnName("Cron").HasMaxLength(Rhythm.CronMaxLength);
            rhythm.Property(r => r.Holidays).HasColumnName("Holidays").HasConversion<string>();
            rhythm.Property(r => r.At).HasColumnName("At");
        });
    }
}

internal sealed class PackRunMapping : IEntityTypeConfiguration<PackRun>
{
    public void Configure(EntityTypeBuilder<PackRun> builder)
    {
        builder.HasProgramme();
        builder.HasIndex(r => new { r.ProgrammeId, r.AskedAt });
        builder.HasIndex(r => new { r.ProgrammeId, r.ScheduleId, r.Id });
        builder.HasIndex(r => new { r.ProgrammeId, r.Outcome, r.Id });
        builder.Property(r => r.PeriodKey).HasMaxLength(20);
        builder.Property(r => r.Correction).HasMaxLength(Pack.TextMaxLength);
        builder.Property(r => r.AcknowledgedReason).HasMaxLength(PackRun.ReasonMaxLength);
    }
}
