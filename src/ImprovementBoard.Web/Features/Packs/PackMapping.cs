using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ImprovementBoard.Web.Features.Packs;

internal sealed class PackMapping : IEntityTypeConfiguration<Pack>
{
    public void Configure(EntityTypeBuilder<Pack> builder)
    {
        builder.HasProgramme();
        // What makes a second run harmless: one numbered pack for each programme, audience and period.
        builder.HasIndex(p => new { p.ProgrammeId, p.Audience, p.PeriodKey }).IsUnique().HasFilter("\"Number\" IS NOT NULL");
        builder.HasIndex(p => new { p.ProgrammeId, p.Number }).IsUnique();
        builder.Property(p => p.PeriodKey).HasMaxLength(20);
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(p => p.FileHash).OnDelete(DeleteBehavior.Restrict);
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
        builder.HasIndex(s => new { s.ProgrammeId, s.Audience }).IsUnique();
    }
}

internal sealed class PackRunMapping : IEntityTypeConfiguration<PackRun>
{
    public void Configure(EntityTypeBuilder<PackRun> builder)
    {
        builder.HasProgramme();
        builder.HasIndex(r => new { r.ProgrammeId, r.AskedAt });
    }
}
