using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ImprovementBoard.Web.Data.Sqlite
{
    /// <inheritdoc />
    public partial class PackLife : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Packs_ProgrammeId_Audience_PeriodKey",
                table: "Packs");

            migrationBuilder.AddColumn<string>(
                name: "ApproverIds",
                table: "Schedules",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<bool>(
                name: "IssueWithLastApproval",
                table: "Schedules",
                type: "INTEGER",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "BuiltOn",
                table: "Packs",
                type: "TEXT",
                nullable: false,
                defaultValue: new DateOnly(1, 1, 1));

            migrationBuilder.AddColumn<string>(
                name: "Correction",
                table: "Packs",
                type: "TEXT",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<bool>(
                name: "IssueWithLastApproval",
                table: "Packs",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "IssuedAt",
                table: "Packs",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "IssuedBy",
                table: "Packs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "IssuedOn",
                table: "Packs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "SupersededBy",
                table: "Packs",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "SupersededOn",
                table: "Packs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TemplateHash",
                table: "Packs",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "Packs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<long>(
                name: "WithdrawnAt",
                table: "Packs",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "WithdrawnBy",
                table: "Packs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "WithdrawnOn",
                table: "Packs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "WithdrawnReason",
                table: "Packs",
                type: "TEXT",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "CancelledBy",
                table: "PackRuns",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Correction",
                table: "PackRuns",
                type: "TEXT",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "PeriodKey",
                table: "PackRuns",
                type: "TEXT",
                maxLength: 20,
                nullable: true);

            // Packs of before were issued as they were made, on the day they tell of.
            migrationBuilder.Sql("""
                UPDATE "Packs" SET "BuiltOn" = "PositionAsAt";
                UPDATE "Packs" SET "IssuedAt" = "BuiltAt", "IssuedOn" = "PositionAsAt", "IssuedBy" = "BuiltBy" WHERE "Number" IS NOT NULL;
                """);

            migrationBuilder.CreateTable(
                name: "PackApprovals",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProgrammeId = table.Column<int>(type: "INTEGER", nullable: false),
                    PackId = table.Column<int>(type: "INTEGER", nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false),
                    MemberId = table.Column<int>(type: "INTEGER", nullable: false),
                    Title = table.Column<string>(type: "TEXT", nullable: false),
                    ApprovedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ApprovedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Sha256 = table.Column<string>(type: "TEXT", nullable: true),
                    Note = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Changes = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PackApprovals", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PackApprovals_Packs_PackId",
                        column: x => x.PackId,
                        principalTable: "Packs",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_PackApprovals_Programmes_ProgrammeId",
                        column: x => x.ProgrammeId,
                        principalTable: "Programmes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "PackComments",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProgrammeId = table.Column<int>(type: "INTEGER", nullable: false),
                    PackId = table.Column<int>(type: "INTEGER", nullable: false),
                    Section = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    Words = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    On = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    By = table.Column<string>(type: "TEXT", nullable: false),
                    Answer = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    AnsweredOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    AnsweredBy = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PackComments", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PackComments_Packs_PackId",
                        column: x => x.PackId,
                        principalTable: "Packs",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_PackComments_Programmes_ProgrammeId",
                        column: x => x.ProgrammeId,
                        principalTable: "Programmes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "PackDownloads",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProgrammeId = table.Column<int>(type: "INTEGER", nullable: false),
                    PackId = table.Column<int>(type: "INTEGER", nullable: false),
                    Form = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    On = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    By = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PackDownloads", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PackDownloads_Packs_PackId",
                        column: x => x.PackId,
                        principalTable: "Packs",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_PackDownloads_Programmes_ProgrammeId",
                        column: x => x.ProgrammeId,
                        principalTable: "Programmes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Packs_ProgrammeId_Audience_PeriodKey_Version",
                table: "Packs",
                columns: new[] { "ProgrammeId", "Audience", "PeriodKey", "Version" },
                unique: true,
                filter: "\"Number\" IS NOT NULL AND \"WithdrawnOn\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Packs_ProgrammeId_PositionAsAt",
                table: "Packs",
                columns: new[] { "ProgrammeId", "PositionAsAt" });

            migrationBuilder.CreateIndex(
                name: "IX_PackApprovals_PackId_MemberId",
                table: "PackApprovals",
                columns: new[] { "PackId", "MemberId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PackApprovals_PackId_Order",
                table: "PackApprovals",
                columns: new[] { "PackId", "Order" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PackApprovals_ProgrammeId_MemberId_ApprovedOn",
                table: "PackApprovals",
                columns: new[] { "ProgrammeId", "MemberId", "ApprovedOn" });

            migrationBuilder.CreateIndex(
                name: "IX_PackComments_PackId",
                table: "PackComments",
                column: "PackId");

            migrationBuilder.CreateIndex(
                name: "IX_PackComments_ProgrammeId",
                table: "PackComments",
                column: "ProgrammeId");

            migrationBuilder.CreateIndex(
                name: "IX_PackDownloads_PackId",
                table: "PackDownloads",
                column: "PackId");

            migrationBuilder.CreateIndex(
                name: "IX_PackDownloads_ProgrammeId",
                table: "PackDownloads",
                column: "ProgrammeId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PackApprovals");

            migrationBuilder.DropTable(
                name: "PackComments");

            migrationBuilder.DropTable(
                name: "PackDownloads");

            migrationBuilder.DropIndex(
                name: "IX_Packs_ProgrammeId_Audience_PeriodKey_Version",
                table: "Packs");

            migrationBuilder.DropIndex(
                name: "IX_Packs_ProgrammeId_PositionAsAt",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "ApproverIds",
                table: "Schedules");

            migrationBuilder.DropColumn(
                name: "IssueWithLastApproval",
                table: "Schedules");

            migrationBuilder.DropColumn(
                name: "BuiltOn",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "Correction",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "IssueWithLastApproval",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "IssuedAt",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "IssuedBy",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "IssuedOn",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "SupersededBy",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "SupersededOn",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "TemplateHash",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "WithdrawnAt",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "WithdrawnBy",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "WithdrawnOn",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "WithdrawnReason",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "CancelledBy",
                table: "PackRuns");

            migrationBuilder.DropColumn(
                name: "Correction",
                table: "PackRuns");

            migrationBuilder.DropColumn(
                name: "PeriodKey",
                table: "PackRuns");

            migrationBuilder.CreateIndex(
                name: "IX_Packs_ProgrammeId_Audience_PeriodKey",
                table: "Packs",
                columns: new[] { "ProgrammeId", "Audience", "PeriodKey" },
                unique: true,
                filter: "\"Number\" IS NOT NULL");
        }
    }
}
